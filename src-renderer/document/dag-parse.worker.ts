/** The thread that reads long DAG files, so that typing in them never waits. One answer a question, in order. */
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import type { ParseAnswer, ParseQuestion } from "./dag-parser.ts";

addEventListener("message", ({ data }: MessageEvent<ParseQuestion>) => {
  const answer: ParseAnswer = { id: data.id, parsed: parseDag(data.text, { file: data.file }) };
  postMessage(answer);
});
