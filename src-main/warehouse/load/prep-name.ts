/** Names of prep tables: each attempt has its own, so that attempts, leftovers and readers never meet. */
import { createHash } from "node:crypto";

const markLength = "__dw_".length + 8;
const longestName = 43;

/** What every name that belongs to one attempt carries. */
export function attemptMark(attemptId: string): string {
  return `__dw_${createHash("sha256").update(attemptId).digest("hex").slice(0, 8)}`;
}

/** Start of the prep names of one table. Kept short: PostgreSQL cuts names, and those of indexes made from them, at 63 bytes. */
function prepPrefix(table: string): string {
  let prefix = table;
  while (Buffer.byteLength(prefix) > longestName - markLength) prefix = [...prefix].slice(0, -1).join("");
  return prefix;
}

export function prepTableName(table: string, attemptId: string): string {
  return prepPrefix(table) + attemptMark(attemptId);
}

/** True for any prep table; these are hidden from the catalogue. */
export function isPrepName(name: string): boolean {
  return /__dw_[0-9a-f]{8}$/.test(name);
}
