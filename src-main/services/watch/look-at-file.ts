/** Is there a file, old and large enough? */
import { byteWords } from "../../../shared/base/byte-words.ts";
import { durationWords } from "../../../shared/base/duration.ts";
import type { FileCondition } from "../../../shared/model/sensor.ts";
import type { FileLooks, FoundFile } from "../../ports/lookouts.ts";
import type { Finding } from "./finding.ts";

/** More of them are not told to the tasks that follow. */
const mostFiles = 1_000;

export async function lookAtFile(files: FileLooks, { path, minAgeMs, minBytes }: FileCondition, now: number): Promise<Finding> {
  const found = await files.find(path, mostFiles);
  const large = found.filter(({ bytes }) => bytes >= minBytes);
  const ready = large.filter(({ modifiedAt }) => now - modifiedAt >= minAgeMs);
  if (ready.length > 0) return { kind: "met", saw: `found ${nameOf(ready)}`, value: ready.map((file) => file.path).sort() };
  if (found.length === 0) return { kind: "waiting", saw: `no file matches ${path}` };
  if (large.length === 0) return { kind: "waiting", saw: `found ${nameOf(found)}, smaller than ${byteWords(minBytes)}` };
  const youngest = Math.min(...large.map(({ modifiedAt }) => minAgeMs - (now - modifiedAt)));
  return { kind: "waiting", saw: `found ${nameOf(large)}, written less than ${durationWords(minAgeMs)} ago`, soonMs: youngest };
}

function nameOf(files: readonly FoundFile[]): string {
  const [first] = files;
  return files.length === 1 ? (first?.path ?? "") : `${files.length >= mostFiles ? `${mostFiles} or more` : files.length} files`;
}
