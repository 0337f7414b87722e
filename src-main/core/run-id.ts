/** Names of runs, as Airflow makes them: `<type>__<instant>`, with enough digits that two clicks do not meet. */
import type { RunType } from "../../shared/model/states.ts";

/** `atMs` is the logical date of a scheduled run, or the moment of asking for a manual one. */
export function makeRunId(type: RunType, atMs: number, isTaken: (id: string) => boolean): string {
  const stamp = new Date(atMs).toISOString().replace("Z", "+00:00");
  const id = `${type}__${stamp}`;
  if (!isTaken(id)) return id;
  for (let n = 2; ; n += 1) if (!isTaken(`${id}_${n}`)) return `${id}_${n}`;
}

const longest = 250;

/** What is wrong with a run id that a person gave, as the rest of a sentence; null when nothing is. */
export function problemOfRunId(id: string): string | null {
  if (id.trim() === "") return "is empty; write one, or none for one that is made";
  if (id.length > longest) return `has ${id.length} characters; at most ${longest} are taken`;
  // eslint-disable-next-line no-control-regex -- they are what is refused
  if (/[\u0000-\u001f\u007f]/.test(id)) return "has a line break or another control character; leave that out";
  return id === "latest" ? "stands for the newest run everywhere; choose another" : null;
}
