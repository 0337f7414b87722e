/** The thread that reads long DAG files, so that typing in them never waits. One answer a question, in order. */
import { createRereader } from "../../shared/dag-file/reread.ts";
import { packRanges } from "./packed-ranges.ts";
import type { ParseAnswer, ParseQuestion } from "./dag-parser.ts";

const read = createRereader();

addEventListener("message", ({ data }: MessageEvent<ParseQuestion>) => {
  const { nodeRanges, ...parsed } = read(data.text, { file: data.file });
  const ranges = packRanges(nodeRanges);
  const answer: ParseAnswer = { id: data.id, parsed, ranges };
  postMessage(answer, { transfer: [ranges.offsets.buffer] });
});
