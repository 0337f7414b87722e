/** The thread that reads long DAG files, so that typing in them never waits. One answer a question, in order. */
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { packRanges } from "./packed-ranges.ts";
import type { ParseAnswer, ParseQuestion } from "./dag-parser.ts";

addEventListener("message", ({ data }: MessageEvent<ParseQuestion>) => {
  const { nodeRanges, ...parsed } = parseDag(data.text, { file: data.file });
  const ranges = packRanges(nodeRanges);
  const answer: ParseAnswer = { id: data.id, parsed, ranges };
  postMessage(answer, { transfer: [ranges.offsets.buffer] });
});
