/** Carries out the expansion of a mapped task: asks its queries one after another, and makes the items of its instances. */
import { parseExactJson } from "../../shared/base/exact-json.ts";
import { messageOf } from "../../shared/errors/app-error.ts";
import { itemsOf, type SourceValues } from "../core/map-values.ts";
import type { SqlHost, SqlOutcome } from "../ports/sql-host.ts";
import type { MapItem } from "../ports/map-items.ts";
import type { ExpandPlan } from "./attempt-plan.ts";

export type Expanded = { readonly ok: true; readonly items: readonly MapItem[] } | { readonly ok: false; readonly reason: string; readonly failure: SqlOutcome["failure"]; /** Another try may end otherwise. */ readonly mayRetry: boolean };

const refused = (reason: string): Expanded => ({ ok: false, reason, failure: null, mayRetry: false });

/** Never rejects. */
export async function expandMap(sqlHost: Pick<SqlHost, "run">, plan: ExpandPlan): Promise<Expanded> {
  const sources: SourceValues[] = [];
  for (const source of plan.sources) {
    if ("values" in source) {
      sources.push(source);
      continue;
    }
    const { state, rows, reason, failure } = await sqlHost.run(source.job);
    if (state === "failed") return { ok: false, reason: reason ?? "the query failed", failure, mayRetry: failure !== "cancelled" };
    const values = (rows ?? []).map(valueOfRow);
    sources.push({ name: source.name, values, isCut: values.length > plan.expand.maxLength });
  }
  const made = itemsOf(plan.expand, sources);
  if (!made.ok) return refused(made.why);
  try {
    return { ok: true, items: made.items.map((item, index) => ({ item, label: plan.label(item, index) })) };
  } catch (thrown) {
    return refused(messageOf(thrown));
  }
}

/** A row of one column is its cell. */
function valueOfRow(json: string): unknown {
  const row = parseExactJson(json);
  const cells = Object.values(row as Record<string, unknown>);
  return cells.length === 1 ? cells[0] : row;
}
