/** How many rows of a result are kept, as this person wants it, on this machine. */
import { largestMaxRows } from "../../../../shared/contract/sql.ts";

const key = "dagwright.sql.rowLimit";
export const rowLimits = [1_000, 10_000, 100_000, 1_000_000, largestMaxRows] as const;
const usual = 1_000_000;

export function rowLimit(): number {
  const kept = Number(localStorage.getItem(key));
  return rowLimits.find((limit) => limit === kept) ?? usual;
}

export function keepRowLimit(limit: number): void {
  localStorage.setItem(key, String(limit));
}

/** The next larger one; null at the end. */
export function nextLimit(limit: number): number | null {
  return rowLimits.find((each) => each > limit) ?? null;
}
