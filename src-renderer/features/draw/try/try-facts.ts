/** What tries say of a drawing: states for its nodes, counts for its edges, pins, and where an error lies. Pure. */
import type { DagAdvice } from "../../../../shared/contract/dags.ts";
import type { Pin, TriedTask, TryState } from "../../../../shared/contract/tries.ts";
import type { DagUi } from "../../../../shared/model/dag-ui.ts";
import type { Attempt, TaskInstance } from "../../../../shared/model/run.ts";
import type { TaskState } from "../../../../shared/model/states.ts";
import type { GraphEdge } from "../../../graph-view/graph-index.ts";
import type { EdgeRows, TaskPin } from "../../../graph-view/graph-context.ts";
import type { TaskStatus } from "../../../graph-view/task-status.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";

/** The newer of its run and its try; what was just asked for waits already. */
export function statusesOf(instances: readonly TaskInstance[] | null, tries: TryState | undefined, asked: readonly string[]): TaskStatus[] {
  const byTask = new Map<string, TaskStatus>((instances ?? []).map((instance) => [instance.taskId, instance]));
  for (const { run, instance } of tries?.tasks ?? []) {
    const ran = byTask.get(instance.taskId);
    if (ran?.startedAt == null || ran.startedAt < run.queuedAt) byTask.set(instance.taskId, { ...instance, isTried: true });
  }
  for (const taskId of asked) byTask.set(taskId, { taskId, state: "queued" satisfies TaskState, tryNumber: 1, maxTries: 1, startedAt: null, endedAt: null, isTried: true });
  return [...byTask.values()];
}

export function triedOf(tries: TryState | undefined, taskId: string): TriedTask | null {
  return tries?.tasks.find(({ instance }) => instance.taskId === taskId) ?? null;
}

/** Its pin as the file names it; `pin` is null when its data is not here. */
export function pinOf(ui: DagUi, tries: TryState | undefined, taskId: string): { readonly id: string; readonly pin: Pin | null } | null {
  const id = ui.pins[taskId];
  return typeof id === "string" ? { id, pin: tries?.pins.find((one) => one.id === id && one.taskId === taskId) ?? null } : null;
}

/** Rows were read and thrown away: nobody sees them before the task has a table to put them into. */
export function dropsRows({ instance, tables }: TriedTask, attempt: Pick<Attempt, "rendered">): boolean {
  const text = attempt.rendered.find(({ name }) => name === "sql")?.text ?? "";
  return instance.state === "success" && tables.length === 0 && /^\s*(?:select|with|from)\b/i.test(text);
}

export function pinsOf(ui: DagUi, tries: TryState | undefined): Map<string, TaskPin> {
  return new Map(
    Object.keys(ui.pins).flatMap((taskId) => {
      const found = pinOf(ui, tries, taskId);
      if (found === null || tries === undefined) return [];
      return [[taskId, found.pin === null ? { text: t("pinned, but its data is not here: pin it anew"), isGone: true } : { text: t("pinned output{{rowsOf}}", { rowsOf: rowsOf(found.pin.tables) === null ? "" : `, ${t("{{count}} rows", { count: rowsOf(found.pin.tables) ?? 0 })}` }), isGone: false }] as const];
    }),
  );
}

function rowsOf(tables: readonly { readonly rows: number | null }[]): number | null {
  const counts = tables.flatMap(({ rows }) => rows ?? []);
  return counts.length === 0 ? null : counts.reduce((sum, rows) => sum + rows, 0);
}

/** How many rows each edge's task hands on: pinned ones, those of its try, or those it published. */
export function edgeRowsOf(edges: readonly GraphEdge[], facts: { readonly ui: DagUi; readonly tries: TryState | undefined; readonly instances: readonly TaskInstance[] | null }): Map<string, EdgeRows> {
  const ran = new Map((facts.instances ?? []).map((instance) => [instance.taskId, instance]));
  return new Map(
    edges.flatMap((edge) => {
      const pin = pinOf(facts.ui, facts.tries, edge.source)?.pin;
      const tried = triedOf(facts.tries, edge.source);
      const [rows, how] = pin ? [rowsOf(pin.tables), t("pinned")] : tried !== null && tried.tables.length > 0 ? [rowsOf(tried.tables), t("tried")] : [ran.get(edge.source)?.rowsLoaded ?? null, t("published")];
      return rows === null ? [] : [[edge.id, { rows, text: formatCount(rows), title: t("{{count}} rows {{how}} by {{source}}", { count: rows, how, source: edge.source }) }] as const];
    }),
  );
}

export interface ErrorPlace {
  /** The rendered field that is at fault, such as `sql`. */
  readonly field: string;
  readonly line: number;
  readonly column: number;
}

/** `sql, line 3, column 8: …` as the SQL host writes it. */
export function placeOfError(reason: string): ErrorPlace | null {
  const found = /^(?:Task "[^"]*", )?([\w.[\]]+), line (\d+), column (\d+): /.exec(reason);
  return found === null ? null : { field: found[1] ?? "", line: Number(found[2]), column: Number(found[3]) };
}

export interface MissingTable {
  /** Without the database's own guess at another name. */
  readonly reason: string;
  /** The tasks of the DAG that build what was not found, and that the failed one does not run after. */
  readonly missing: DagAdvice["missing"];
}

/** A table that was not found is in another task's hands: the names that a database proposes instead lead astray. */
export function missingTables(reason: string, taskId: string, missing: DagAdvice["missing"]): MissingTable {
  const said = reason.toLowerCase();
  const meant = missing.filter(({ task, table }) => task === taskId && said.includes(table.toLowerCase()) && /not (?:exist|there|found)|unknown/.test(said));
  return { missing: meant, reason: meant.length === 0 ? reason : reason.replaceAll(/\n*\bDid you mean "[^"]*"\?/g, "").replaceAll(/\n*Candidate tables: [^\n]*/g, "") };
}
