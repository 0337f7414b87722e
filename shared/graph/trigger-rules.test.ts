import { describe, expect, it } from "vitest";
import { TriggerRule } from "../model/states.ts";
import { evaluateTriggerRule, type UpstreamTally, type Verdict } from "./trigger-rules.ts";

const up = (success: number, failed: number, upstreamFailed: number, skipped: number, total: number): UpstreamTally => ({ success, failed, upstreamFailed, skipped, total });

/** Rule → [success, failed, upstream_failed, skipped, total] → verdict. */
const table: [TriggerRule, [number, number, number, number, number], Verdict][] = [
  ["all_success", [2, 0, 0, 0, 2], "run"],
  ["all_success", [1, 0, 0, 0, 2], "wait"],
  ["all_success", [0, 1, 0, 0, 2], "upstream_failed"],
  ["all_success", [1, 0, 1, 0, 2], "upstream_failed"],
  ["all_success", [1, 0, 0, 1, 2], "skip"],
  ["all_failed", [0, 2, 0, 0, 2], "run"],
  ["all_failed", [0, 1, 1, 0, 2], "run"],
  ["all_failed", [1, 0, 0, 0, 2], "skip"],
  ["all_failed", [0, 1, 0, 0, 2], "wait"],
  ["all_done", [1, 1, 0, 0, 2], "run"],
  ["all_done", [0, 0, 0, 2, 2], "run"],
  ["all_done", [1, 0, 0, 0, 2], "wait"],
  ["all_done_setup_success", [1, 1, 0, 0, 2], "run"],
  ["all_done_min_one_success", [1, 1, 0, 0, 2], "run"],
  ["all_done_min_one_success", [0, 2, 0, 0, 2], "upstream_failed"],
  ["all_done_min_one_success", [0, 0, 0, 2, 2], "skip"],
  ["all_done_min_one_success", [1, 0, 0, 0, 2], "wait"],
  ["one_success", [1, 0, 0, 0, 3], "run"],
  ["one_success", [0, 1, 0, 0, 3], "wait"],
  ["one_success", [0, 3, 0, 0, 3], "upstream_failed"],
  ["one_success", [0, 0, 0, 3, 3], "skip"],
  ["one_failed", [0, 1, 0, 0, 3], "run"],
  ["one_failed", [0, 0, 1, 0, 3], "run"],
  ["one_failed", [3, 0, 0, 0, 3], "skip"],
  ["one_failed", [2, 0, 0, 0, 3], "wait"],
  ["one_done", [0, 1, 0, 0, 3], "run"],
  ["one_done", [0, 0, 0, 1, 3], "wait"],
  ["one_done", [0, 0, 0, 3, 3], "skip"],
  ["none_failed", [1, 0, 0, 1, 2], "run"],
  ["none_failed", [1, 1, 0, 0, 2], "upstream_failed"],
  ["none_failed", [1, 0, 0, 0, 2], "wait"],
  ["none_failed_min_one_success", [1, 0, 0, 1, 2], "run"],
  ["none_failed_min_one_success", [0, 0, 0, 2, 2], "skip"],
  ["none_failed_min_one_success", [0, 0, 1, 1, 2], "upstream_failed"],
  ["none_skipped", [1, 1, 0, 0, 2], "run"],
  ["none_skipped", [1, 0, 0, 1, 2], "skip"],
  ["none_skipped", [1, 0, 0, 0, 2], "wait"],
  ["all_skipped", [0, 0, 0, 2, 2], "run"],
  ["all_skipped", [1, 0, 0, 0, 2], "skip"],
  ["all_skipped", [0, 0, 0, 1, 2], "wait"],
  ["always", [0, 0, 0, 0, 2], "run"],
];

describe("evaluateTriggerRule", () => {
  it.each(table)("%s with success/failed/upstream_failed/skipped/total %j says %s", (rule, counts, verdict) => {
    expect(evaluateTriggerRule(rule, up(...counts))).toBe(verdict);
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
