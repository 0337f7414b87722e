/** Backfills: what people ask of them, and how they stand. Making their runs is the worker's. */
import type { Backfill, BackfillAsk, BackfillInterval, BackfillPlan, BackfillState } from "../../shared/contract/backfills.ts";
import type { AuditAct, AuditEntry } from "../../shared/contract/audit.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { BackfillRow } from "../ports/backfill-store.ts";
import { engineActor, type AuditTrail } from "./audit-trail.ts";
import { BackfillPlanner, type BackfillPlannerParts } from "./backfill-planner.ts";
import { expectedRunMs } from "./backfill-time.ts";
import { BackfillWorker, type BackfillWorkerParts } from "./backfill-worker.ts";
import type { Scheduler } from "./scheduler.ts";

export interface BackfillsParts extends BackfillPlannerParts, Omit<BackfillWorkerParts, "planner"> {
  readonly scheduler: Scheduler;
  readonly audit: AuditTrail;
}

interface Asked {
  readonly id: number;
  readonly by?: Actor | undefined;
  readonly reason?: string | undefined;
}

/** Of a plan that comes back because it is another by now. */
const firstPage = 100;

export class Backfills {
  readonly #parts: BackfillsParts;
  readonly #planner: BackfillPlanner;
  readonly worker: BackfillWorker;

  constructor(parts: BackfillsParts) {
    this.#parts = parts;
    this.#planner = new BackfillPlanner(parts);
    this.worker = new BackfillWorker({ ...parts, planner: this.#planner });
  }

  async plan({ offset, limit, ...ask }: BackfillAsk & { readonly offset: number; readonly limit: number }): Promise<BackfillPlan> {
    return this.#planner.page(await this.#planner.plan(ask), offset, limit);
  }

  /** Throws backfill/overlaps, and what planning throws. */
  async start({ stamp, reason, ...ask }: BackfillAsk & { readonly stamp?: string | undefined; readonly reason?: string | undefined }, by: Actor = engineActor): Promise<{ kind: "started"; backfill: Backfill } | { kind: "changed"; plan: BackfillPlan }> {
    const { runs, store, clock, audit } = this.#parts;
    runs.mayRun();
    const plan = await this.#planner.plan(ask);
    if (stamp !== undefined && stamp !== plan.stamp) return { kind: "changed", plan: this.#planner.page(plan, 0, firstPage) };
    const { frame, work } = plan;
    const intervals = work.flatMap(({ logicalDate, decision: { act } }) => (act === "keep" ? [] : [{ logicalDate, act }]));
    if (intervals.length === 0) throw new AppError("input/invalid", `DAG "${ask.dagId}": nothing is left to do in this range: ${work.length === 0 ? "its schedule does not fire there, between its start and end date" : "all of its intervals have what they need"}.`, { dagId: ask.dagId });
    this.#refuseOverlap(ask.dagId, frame);
    const { from, to, maxActiveRuns, isWhole, chosen } = frame;
    const id = store.atomically(() => {
      const made = store.backfills.create({ dagId: ask.dagId, ask, tasks: isWhole ? null : chosen, from, to, maxActiveRuns, kept: work.length - intervals.length, createdAt: clock.now(), by }, intervals);
      audit.add({ by, act: "backfill.start", dagId: ask.dagId, reason, arguments: { backfill: made, ...argumentsOf(ask), runs: intervals.length } });
      return made;
    });
    audit.tell(ask.dagId);
    this.worker.tell(ask.dagId);
    this.worker.drive(id);
    return { kind: "started", backfill: this.get(id) };
  }

  list(filter: { readonly dagId?: string | undefined; readonly open?: boolean | undefined; readonly limit: number }): Backfill[] {
    return this.#parts.store.backfills.list(filter).map((row) => this.#shown(row));
  }

  /** Throws backfill/not-found. */
  get(id: number): Backfill {
    return this.#shown(this.#find(id));
  }

  intervals(id: number, offset: number, limit: number): BackfillInterval[] {
    return this.#parts.store.backfills.page(id, offset, limit);
  }

  pause(asked: Asked): Backfill {
    const row = this.#find(asked.id);
    if (row.state !== "running") throw over(row, "only one that goes on can be paused");
    return this.#move(row, "paused", "backfill.pause", asked);
  }

  resume(asked: Asked): Backfill {
    this.#parts.runs.mayRun();
    const row = this.#find(asked.id);
    // An engine that ended left it as it was: nobody paused it, and nobody does it now.
    if (row.state === "running" && !this.worker.drives(row.id)) {
      this.#takeUp(row);
      return this.get(row.id);
    }
    if (row.state !== "paused") throw over(row, "only one that is paused can be resumed");
    const moved = this.#move(row, "running", "backfill.resume", asked);
    this.#takeUp(row);
    return moved;
  }

  /** What it made ahead and has not begun ends at once; what runs goes on, unless it is to be stopped. */
  cancel({ stop, ...asked }: Asked & { readonly stop: boolean }): Backfill {
    const { store, audit, clock } = this.#parts;
    const row = this.#find(asked.id);
    const isOpen = row.state === "running" || row.state === "paused";
    const running = store.runs.listActive().filter((run) => run.backfill === row.id && run.state === "running");
    if (!isOpen && (row.state === "finished" || !stop || running.length === 0)) throw over(row, "nothing of it is left to cancel");
    const queued = store.backfills.queued(row.id);
    const former = isOpen ? { former: { state: row.state, places: store.backfills.placesOf(row.id, queued) } } : {};
    const batch = store.atomically(() => {
      if (isOpen) store.backfills.setState(row.id, "cancelled", clock.now());
      return audit.add({ by: asked.by ?? engineActor, act: "backfill.cancel", dagId: row.dagId, reason: asked.reason, arguments: { backfill: row.id, stop }, ...former });
    });
    const ended = [...queued.map((key) => store.runs.get(key)), ...(stop ? running : [])];
    for (const { dagId, runId } of ended) this.#parts.runs.cancel(dagId, runId, { by: asked.by ?? engineActor, reason: asked.reason, batch });
    audit.tell(row.dagId);
    this.worker.tell(row.dagId);
    return this.get(row.id);
  }

  /** Takes back a pause, resume or cancel; what was cancelled before it began is done after all. Returns why it cannot be, as the rest of a sentence. */
  takeBack(entry: AuditEntry, former: { readonly state: BackfillState; readonly places?: readonly number[] }, record: () => void): string | null {
    const { store } = this.#parts;
    const row = this.#find(Number(entry.arguments["backfill"]));
    const left = { "backfill.pause": "paused", "backfill.resume": "running", "backfill.cancel": "cancelled" }[entry.act as string];
    if (row.state !== left) return `backfill ${row.id} is ${row.state} by now`;
    if (former.state === "running") this.#parts.runs.mayRun();
    if (row.state === "cancelled") this.#refuseOverlap(row.dagId, row);
    store.atomically(() => {
      store.backfills.setState(row.id, former.state, null);
      for (const place of former.places ?? []) store.backfills.settle(row.id, place, { state: "waiting", act: "again" });
      record();
    });
    this.worker.tell(row.dagId);
    if (former.state === "running") this.#takeUp(row);
    return null;
  }

  /** What it had made ahead begins now; if this engine dies before it, under the next one. */
  #takeUp({ id, dagId }: BackfillRow): void {
    this.#parts.reached("backfill resumed");
    this.#parts.scheduler.takeUp({ dagId, backfill: id });
    this.worker.drive(id);
  }

  #move(row: BackfillRow, state: "running" | "paused", act: AuditAct, { by = engineActor, reason }: Asked): Backfill {
    const { store, audit } = this.#parts;
    store.atomically(() => {
      store.backfills.setState(row.id, state, null);
      audit.add({ by, act, dagId: row.dagId, reason, arguments: { backfill: row.id }, former: { state: row.state } });
    });
    audit.tell(row.dagId);
    this.worker.tell(row.dagId);
    return this.get(row.id);
  }

  /** Two that are open and cover the same dates would do the same over. */
  #refuseOverlap(dagId: string, { from, to }: { readonly from: number; readonly to: number }): void {
    const other = this.#parts.store.backfills.list({ dagId, open: true, limit: 10_000 }).find((one) => one.from <= to && one.to >= from);
    if (other === undefined) return;
    throw new AppError("backfill/overlaps", `DAG "${dagId}": backfill ${other.id} (${isoDay(other.from)} to ${isoDay(other.to)}, ${other.state}) covers some of these dates; wait until it ends, cancel it, or choose others.`, { dagId, backfill: other.id });
  }

  #find(id: number): BackfillRow {
    const row = this.#parts.store.backfills.get(id);
    if (row !== null) return row;
    throw new AppError("backfill/not-found", `There is no backfill ${id}; \`dagwright backfill list\` names those that there are.`, { id });
  }

  #shown(row: BackfillRow): Backfill {
    const { total, kept, tasks, ...rest } = row;
    const counts = { total, kept, ...this.#parts.store.backfills.counts(row) };
    return { ...rest, tasks: tasks === null ? null : [...tasks], counts, expectedEnd: this.#expectedEnd(row, counts), trouble: this.worker.troubleOf(row.id) };
  }

  /** Its own runs say best; before any has ended, those of the DAG. Half of what runs is done, one with another. */
  #expectedEnd({ id, state, dagId, tasks, maxActiveRuns }: BackfillRow, { waiting, queued, running }: Backfill["counts"]): number | null {
    const { store, dags, clock } = this.#parts;
    if (state !== "running") return null;
    const dag = dags.ready(dagId)?.dag;
    const runMs = store.backfills.typicalMs(id) ?? (dag ? expectedRunMs(store, dag, tasks) : null);
    return runMs === null ? null : Math.round(clock.now() + (runMs * (waiting + queued + running / 2)) / maxActiveRuns);
  }
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** As the person gave them. */
function argumentsOf({ dagId: _dag, ...given }: BackfillAsk): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function over({ id, state }: BackfillRow, rule: string): AppError {
  return new AppError("backfill/over", `Backfill ${id}: is ${state}; ${rule}.`, { id, state });
}
