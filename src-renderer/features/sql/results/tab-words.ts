/** What a result is called where nobody named it: its verb, its rows, and how long it took. Pure. */
import { t } from "../../../strings/t.ts";
import { formatCount, formatDuration } from "../../../ui/format.ts";
import type { StatementState } from "./query-state.ts";
import type { ResultTab } from "./runs.ts";

export function tabWords({ statement, number, marks }: ResultTab): string {
  return `${number === null ? "" : `${formatCount(number)} · `}${marks.name ?? verbOf(statement)}${rowWords(statement)}`;
}

/** Of a query the verb says all; of other statements also what they are about. */
export function verbOf({ words, resultId }: StatementState): string {
  return resultId === null ? words : (words.split(" ")[0] ?? "");
}

export function rowWords({ rows, resultId, capped }: StatementState): string {
  return rows === null ? "" : ` · ${capped ? t("first {{count}} rows", { count: rows }) : t("{{count}} rows", { count: rows })}${resultId === null ? " changed" : ""}`;
}

export function timeWords({ ms }: StatementState): string {
  return ms === null ? "" : ` · ${formatDuration(ms)}`;
}
