import { describe, expect, it } from "vitest";
import { TriggerRule } from "../model/states.ts";
import { evaluateTriggerRule, type UpstreamTally, type Verdict } from "./trigger-rules.ts";

const up = (success: number, failed: number, upstreamFailed: number, skipped: number, total: number): UpstreamTally => ({ success, failed, upstreamFailed, skipped, total });

interface Meaning {
  /** Airflow lets the task start. */
  readonly runs: (up: UpstreamTally, isDone: boolean) => boolean;
  /** Asked only where it may not start; nothing said means that it waits. */
  readonly ends: (up: UpstreamTally, isDone: boolean) => "skip" | "upstream_failed" | null;
}

const bad = (tally: UpstreamTally): number => tally.failed + tally.upstreamFailed;
const waits = (): null => null;

/** Airflow 3.1's definitions (TriggerRuleDep), each as two questions: does it start, and if not, is that for good? */
const airflow: Readonly<Record<TriggerRule, Meaning>> = {
  all_success: { runs: (it) => it.success === it.total, ends: (it) => (bad(it) > 0 ? "upstream_failed" : it.skipped > 0 ? "skip" : null) },
  all_failed: { runs: (it) => bad(it) === it.total, ends: (it) => (it.success > 0 || it.skipped > 0 ? "skip" : null) },
  all_done: { runs: (_, isDone) => isDone, ends: waits },
  all_done_min_one_success: { runs: (it, isDone) => isDone && it.skipped === 0 && it.success > 0, ends: (it, isDone) => (it.skipped > 0 ? "skip" : isDone ? "upstream_failed" : null) },
  all_done_setup_success: { runs: (_, isDone) => isDone, ends: waits },
  all_skipped: { runs: (it) => it.skipped === it.total, ends: (it) => (it.success > 0 || bad(it) > 0 ? "skip" : null) },
  one_success: { runs: (it) => it.success > 0, ends: (it, isDone) => (!isDone ? null : it.skipped === it.total ? "skip" : "upstream_failed") },
  one_failed: { runs: (it) => bad(it) > 0, ends: (_, isDone) => (isDone ? "skip" : null) },
  one_done: { runs: (it) => it.success > 0 || it.failed > 0, ends: (_, isDone) => (isDone ? "skip" : null) },
  none_failed: { runs: (it) => it.success + it.skipped === it.total, ends: (it) => (bad(it) > 0 ? "upstream_failed" : null) },
  none_failed_min_one_success: { runs: (it) => it.success + it.skipped === it.total && it.success > 0, ends: (it) => (bad(it) > 0 ? "upstream_failed" : it.skipped === it.total ? "skip" : null) },
  none_skipped: { runs: (it, isDone) => isDone && it.skipped === 0, ends: (it) => (it.skipped > 0 ? "skip" : null) },
  always: { runs: () => true, ends: waits },
};

/** Every way in which up to four upstream tasks can have ended or not. */
function everyTally(): UpstreamTally[] {
  const counts = [0, 1, 2, 3, 4];
  const all = counts.flatMap((success) => counts.flatMap((failed) => counts.flatMap((given) => counts.flatMap((skipped) => counts.slice(1).map((total) => up(success, failed, given, skipped, total))))));
  return all.filter((it) => it.success + bad(it) + it.skipped <= it.total);
}

function expected(rule: TriggerRule, tally: UpstreamTally): Verdict {
  const { runs, ends } = airflow[rule];
  const isDone = tally.success + bad(tally) + tally.skipped === tally.total;
  return runs(tally, isDone) ? "run" : (ends(tally, isDone) ?? "wait");
}

describe("evaluateTriggerRule", () => {
  it("knows Airflow's thirteen rules and no other", () => {
    expect([...TriggerRule.options].sort()).toEqual(Object.keys(airflow).sort());
    expect(TriggerRule.options).toHaveLength(13);
  });

  it.each(TriggerRule.options)("%s says what Airflow says, however up to four upstream tasks have ended", (rule) => {
    const tallies = everyTally();
    expect(tallies.length).toBeGreaterThan(100);
    expect(tallies.map((tally) => [tally, evaluateTriggerRule(rule, tally)])).toEqual(tallies.map((tally) => [tally, expected(rule, tally)]));
  });

  it("tells the rules apart that are easily taken for each other", () => {
    expect(evaluateTriggerRule("one_done", up(0, 0, 1, 0, 2))).toBe("wait");
    expect(evaluateTriggerRule("one_done", up(0, 0, 2, 0, 2))).toBe("skip");
    expect(evaluateTriggerRule("all_done_min_one_success", up(1, 0, 0, 1, 2))).toBe("skip");
    expect(evaluateTriggerRule("all_done_min_one_success", up(1, 1, 0, 0, 2))).toBe("run");
    expect(evaluateTriggerRule("none_failed_min_one_success", up(1, 0, 0, 1, 2))).toBe("run");
  });

  it.each([
    { setups: 0, setupSuccess: 0, setupSkipped: 0, verdict: "run" },
    { setups: 1, setupSuccess: 1, setupSkipped: 0, verdict: "run" },
    { setups: 1, setupSuccess: 0, setupSkipped: 1, verdict: "skip" },
    { setups: 1, setupSuccess: 0, setupSkipped: 0, verdict: "upstream_failed" },
    { setups: 2, setupSuccess: 1, setupSkipped: 0, verdict: "run" },
    { setups: 2, setupSuccess: 1, setupSkipped: 1, verdict: "run" },
    { setups: 2, setupSuccess: 0, setupSkipped: 1, verdict: "upstream_failed" },
    { setups: 2, setupSuccess: 0, setupSkipped: 2, verdict: "skip" },
  ] as const)("all_done_setup_success goes by the setups once all have ended: %o", ({ verdict, ...setups }) => {
    const done = { ...up(1, 1, 1, 2, 5), ...setups };
    expect(evaluateTriggerRule("all_done_setup_success", done)).toBe(verdict);
    expect(evaluateTriggerRule("all_done_setup_success", { ...done, total: 6 })).toBe("wait");
  });

  it.each(TriggerRule.options)("%s runs a task without upstream", (rule) => {
    expect(evaluateTriggerRule(rule, up(0, 0, 0, 0, 0))).toBe("run");
  });

  it.each(TriggerRule.options)("%s never waits once everything upstream is done", (rule) => {
    for (const counts of [up(2, 0, 0, 0, 2), up(0, 2, 0, 0, 2), up(0, 0, 2, 0, 2), up(0, 0, 0, 2, 2), up(1, 1, 0, 0, 2), up(1, 0, 0, 1, 2), up(0, 1, 0, 1, 2)]) {
      expect(evaluateTriggerRule(rule, counts)).not.toBe("wait");
    }
  });
});
