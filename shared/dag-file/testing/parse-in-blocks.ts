/** What parseDag gives for a long text, for texts of any length. */
import { indexLines } from "../line-index.ts";
import { judgeDag, type ParsedDag } from "../parse-dag.ts";
import { readLongInSteps } from "../read-long.ts";
import { openReport } from "../report.ts";
import { toEnd } from "../yaml-document.ts";

export function parseInBlocks(text: string, { file, blockLength }: { file: string; blockLength: number }): ParsedDag {
  const lines = indexLines(text);
  const report = openReport(file, lines);
  const reading = toEnd(readLongInSteps({ text, lines, report }, blockLength));
  return judgeDag({ ...reading, report, text });
}
