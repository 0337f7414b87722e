/** What a person typed for a replay, read as the params want it. Pure. */
import type { ReplayPlan } from "../../../shared/contract/capsules.ts";
import { t } from "../../strings/t.ts";

export interface Given {
  /** Of masked ones, as typed. */
  readonly params: Readonly<Record<string, string>>;
  readonly conf: Readonly<Record<string, string>>;
  /** JSON of params that are to be others. */
  readonly changes: string;
}

export const exampleChanges = JSON.stringify({ min_rows: 10 });

export type ReadGiven = { readonly ok: true; readonly params: Record<string, unknown>; readonly conf: Record<string, unknown> } | { readonly ok: false; readonly problem: string | null };

export function readGiven(plan: Pick<ReplayPlan, "maskedParams" | "maskedConf" | "paramTypes">, given: Given): ReadGiven {
  const changes = changesOf(given.changes);
  if (changes === null) return { ok: false, problem: t("This is no JSON object; write one such as {{example}}.", { example: exampleChanges }) };
  const missing = [...plan.maskedParams.filter((name) => (given.params[name] ?? "") === "" && !(name in changes)), ...plan.maskedConf.filter((name) => (given.conf[name] ?? "") === "")];
  if (missing.length > 0) return { ok: false, problem: null };
  const params = plan.maskedParams.filter((name) => (given.params[name] ?? "") !== "").map((name) => [name, valueOf(given.params[name] ?? "", plan.paramTypes[name] ?? null)] as const);
  const conf = plan.maskedConf.map((name) => [name, valueOf(given.conf[name] ?? "", null)] as const);
  return { ok: true, params: { ...Object.fromEntries(params), ...changes }, conf: Object.fromEntries(conf) };
}

function changesOf(text: string): Record<string, unknown> | null {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** A text stays one where a text is wanted; elsewhere what reads as JSON is that. */
function valueOf(text: string, type: string | null): unknown {
  if (type === "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
