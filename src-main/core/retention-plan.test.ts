import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RetentionRule } from "../../shared/model/retention.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import { retentionJudge, type HistoricRun, type RetentionNeeds } from "./retention-plan.ts";

const now = 1_000;
const run = (key: number, more: Partial<HistoricRun> = {}): HistoricRun => ({ key, runId: `r${key}`, state: "success", queuedAt: key, endedAt: key, logicalDate: key, backfill: null, isWhole: true, ...more });
const nothing: RetentionNeeds = { runs: new Map(), backfills: [] };
const newestFirst = (runs: readonly HistoricRun[]): HistoricRun[] => runs.toSorted((one, other) => other.queuedAt - one.queuedAt || other.key - one.key);
const judged = (runs: readonly HistoricRun[], rule: RetentionRule, needs = nothing): (string | null)[] => newestFirst(runs).map(retentionJudge(rule, needs, now));

describe("retentionJudge", () => {
  it("keeps the last run and the last success however old they are", () => {
    const runs = [run(1), run(2), run(3, { state: "failed" }), run(4, { state: "failed" })];
    expect(judged(runs, { maxAgeMs: 1, maxRuns: 1 })).toEqual(["last run", null, "last success", null]);
  });

  it("takes a run of some tasks for no success of the DAG", () => {
    expect(judged([run(1), run(2, { isWhole: false }), run(3, { state: "failed" })], { maxAgeMs: 1, maxRuns: null })).toEqual(["last run", null, "last success"]);
  });

  it("says what needs a run before it says what the rule says", () => {
    const needs: RetentionNeeds = { runs: new Map([[1, "note"], [2, "undo"]]), backfills: [{ id: 9, from: 3, to: 3 }] };
    const runs = [run(1), run(2), run(3), run(4, { backfill: 9, logicalDate: null }), run(5, { state: "running", endedAt: null }), run(6)];
    expect(judged(runs, { maxAgeMs: 0, maxRuns: 1 }, needs)).toEqual(["last run", "unfinished", "backfill", "backfill", "undo", "note"]);
  });

  it("lets nothing go without a rule", () => {
    expect(judged([run(1), run(2), run(3)], { maxAgeMs: null, maxRuns: null })).toEqual(["last run", "no rule", "no rule"]);
  });

  it("lets go exactly what a slow model lets go, whatever the history", () => {
    const historic = fc.record({ state: fc.constantFrom("success", "failed", "running", "queued" as const), queuedAt: fc.nat(30), took: fc.nat(10), logicalDate: fc.option(fc.nat(30)), backfill: fc.option(fc.nat(2)), isWhole: fc.boolean() });
    const rules = fc.record({ maxAgeMs: fc.option(fc.integer({ min: 950, max: 1_010 })), maxRuns: fc.option(fc.integer({ min: 1, max: 8 })) });
    const needed = fc.record({ keys: fc.array(fc.nat(20), { maxLength: 4 }), backfills: fc.array(fc.record({ id: fc.nat(2), from: fc.nat(30), long: fc.nat(4) }), { maxLength: 1 }) });
    fc.assert(
      fc.property(fc.array(historic, { maxLength: 20 }), rules, needed, (parts, rule, { keys, backfills }) => {
        const runs = parts.map(({ took, ...part }, key): HistoricRun => ({ ...run(key), ...part, endedAt: isRunFinished(part.state) ? part.queuedAt + took : null }));
        const needs: RetentionNeeds = { runs: new Map(keys.map((key) => [key, "note"])), backfills: backfills.map(({ id, from, long }) => ({ id, from, to: from + long })) };
        const judge = retentionJudge(rule, needs, now);
        const dropped = newestFirst(runs).filter((one) => judge(one) === null).map(({ key }) => key);
        expect(new Set(dropped)).toEqual(slowModel(runs, rule, needs));
      }),
      { numRuns: 2_000, seed: 20_261 },
    );
  });
});

/** Each question asked of the whole history, for each run anew. */
function slowModel(runs: readonly HistoricRun[], { maxAgeMs, maxRuns }: RetentionRule, needs: RetentionNeeds): Set<number> {
  const isNewer = (one: HistoricRun, than: HistoricRun): boolean => one.queuedAt > than.queuedAt || (one.queuedAt === than.queuedAt && one.key > than.key);
  const newer = (than: HistoricRun): HistoricRun[] => runs.filter((one) => isNewer(one, than));
  const isSuccess = (one: HistoricRun): boolean => one.state === "success" && one.isWhole;
  const goes = (one: HistoricRun): boolean => {
    if (one.state === "running" || one.state === "queued" || one.endedAt === null) return false;
    if (newer(one).length === 0 || needs.runs.has(one.key)) return false;
    if (isSuccess(one) && !newer(one).some(isSuccess)) return false;
    for (const { id, from, to } of needs.backfills) if (one.backfill === id || (one.logicalDate !== null && from <= one.logicalDate && one.logicalDate <= to)) return false;
    const tooOld = maxAgeMs !== null && one.endedAt + maxAgeMs < now;
    const tooMany = maxRuns !== null && newer(one).length + 1 > maxRuns;
    return tooOld || tooMany;
  };
  return new Set(runs.filter(goes).map(({ key }) => key));
}
