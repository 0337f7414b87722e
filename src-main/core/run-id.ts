/** Names of runs, as Airflow makes them: `<type>__<instant>`, with enough digits that two clicks do not meet. */
import type { RunType } from "../../shared/model/states.ts";

/** `atMs` is the logical date of a scheduled run, or the moment of asking for a manual one. */
export function makeRunId(type: RunType, atMs: number, isTaken: (id: string) => boolean): string {
  const stamp = new Date(atMs).toISOString().replace("Z", "+00:00");
  const id = `${type}__${stamp}`;
  if (!isTaken(id)) return id;
  for (let n = 2; ; n += 1) if (!isTaken(`${id}_${n}`)) return `${id}_${n}`;
}
