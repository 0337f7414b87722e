/** Goes through the history of DAGs a page at a time, asking of each run whether it goes; changes nothing. */
import type { RetentionDag, RetentionPreview, RetentionRules, RetentionRun } from "../../../shared/contract/retention.ts";
import type { KeepWhy } from "../../../shared/model/retention.ts";
import { retentionJudge, type HistoricRun } from "../../core/retention-plan.ts";
import type { Clock } from "../../ports/machine.ts";
import type { RunCursor, Store } from "../../ports/store.ts";
import { countOldKeys, type EventKeysParts } from "./event-keys.ts";
import type { RuleOf } from "./rules.ts";

/** For so long after an act its runs stay, so that it can be undone. */
export const undoableMs = 7 * 86_400_000;
/** Rows that are read at once: a millisecond or two. */
const pageRuns = 300;

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly breathe: () => Promise<unknown>;
}

/** Shows every run of the DAG with its answer, null for one that goes, until `show` says false. */
export async function planDag({ store, clock, breathe }: Parts, dagId: string, { rule, averaged }: Pick<ReturnType<RuleOf>, "rule" | "averaged">, show: (run: HistoricRun, why: KeepWhy | null) => boolean): Promise<void> {
  const now = clock.now();
  const judge = retentionJudge(rule, store.retention.needs(dagId, now - undoableMs, averaged), now);
  for (let after: RunCursor | null = null; ; await breathe()) {
    const page: HistoricRun[] = store.retention.runsOf(dagId, after, pageRuns);
    for (const run of page) if (!show(run, judge(run))) return;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRuns) return;
    after = { queuedAt: last.queuedAt, key: last.key };
  }
}

type PreviewParts = Parts & Pick<EventKeysParts, "keepsKeys"> & { readonly ruleOf: RuleOf; readonly rules: RetentionRules; /** Events that came since then keep their keys. */ readonly keysFrom: number };

export async function previewAll(parts: PreviewParts, dagId?: string): Promise<RetentionPreview> {
  const { store, clock, ruleOf } = parts;
  const dags: RetentionDag[] = [];
  let eventKeys = await countOldKeys(parts, { dagId: dagId ?? null, before: parts.keysFrom });
  const withEvents = new Set(store.queues.dagIds().filter((id) => !parts.keepsKeys(id)));
  for (const id of dagId === undefined ? store.retention.dagIds() : [dagId]) {
    const onDrop = (runId: string): void => {
      if (withEvents.has(id) && store.queues.isOfOldEvent(id, runId, parts.keysFrom)) eventKeys += 1;
    };
    const dag = await previewDag(parts, id, { ...ruleOf(id), onDrop });
    if (dag.runs > 0) dags.push(dag);
  }
  const sum = (of: (dag: RetentionDag) => number): number => dags.reduce((total, dag) => total + of(dag), 0);
  const drops = sum((dag) => dag.drops);
  const { whole, free } = store.retention.bytes();
  const aboutRowBytes = Math.round(((whole - free) * drops) / Math.max(1, store.runs.count()));
  return { at: clock.now(), rules: parts.rules, dags, runs: sum(({ runs }) => runs), drops, logBytes: sum(({ logBytes }) => logBytes), aboutRowBytes, eventKeys };
}

async function previewDag(parts: Parts, dagId: string, { rule, from, averaged, onDrop }: ReturnType<RuleOf> & { readonly onDrop: (runId: string) => void }): Promise<RetentionDag> {
  const dag = { dagId, rule, from, runs: 0, drops: 0, oldest: null as number | null, newest: null as number | null, logBytes: 0 };
  const kept = new Map<KeepWhy, number>();
  await planDag(parts, dagId, { rule, averaged }, (run, why) => {
    dag.runs += 1;
    if (why !== null) kept.set(why, (kept.get(why) ?? 0) + 1);
    else {
      dag.drops += 1;
      onDrop(run.runId);
      dag.newest ??= run.queuedAt;
      dag.oldest = run.queuedAt;
      dag.logBytes += parts.store.retention.logBytes(run.key);
    }
    return true;
  });
  return { ...dag, kept: [...kept].map(([why, count]) => ({ why, count })) };
}

export async function listRuns(parts: Parts, rule: ReturnType<RuleOf>, { dagId, which, offset, limit }: { dagId: string; which: "drops" | "kept"; offset: number; limit: number }): Promise<{ runs: RetentionRun[]; total: number }> {
  const runs: RetentionRun[] = [];
  let total = 0;
  await planDag(parts, dagId, rule, ({ runId, state, queuedAt, endedAt }, why) => {
    if ((why === null) !== (which === "drops")) return true;
    if (total >= offset && runs.length < limit) runs.push({ runId, state, queuedAt, endedAt, why });
    total += 1;
    return true;
  });
  return { runs, total };
}
