/** The conf of a run as it was given: JSON whose numbers arrived as they were written. */
import { AppError } from "../errors/app-error.ts";

export type Conf = Record<string, unknown>;

/** Up to here ids are numbers of 64 bits; what is larger was meant as a measure, not digit by digit. */
const largestId = 2 ** 64;

/**
 * Throws AppError input/invalid for a whole number that has more digits than a double: an id that was rounded on its way finds another user, or none.
 */
export function checkedConf(dagId: string, conf: Conf | undefined): Conf | undefined {
  const path = conf === undefined ? null : roundedIn(conf, "conf");
  if (path === null) return conf;
  throw new AppError("input/invalid", `DAG "${dagId}": ${path}: found a whole number of more than 15 digits, which is not kept to the last one; write it in quotes, as a text.`, { path });
}

function roundedIn(value: unknown, path: string): string | null {
  if (typeof value === "bigint") return path;
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) <= largestId ? path : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, each] of Object.entries(value)) {
    const found = roundedIn(each, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
