import { beforeEach, describe, expect, it } from "vitest";
import type { ExitRecord } from "../ports/runner.ts";
import { createNews, type News } from "./news.ts";
import type { RunnerMessage } from "./protocol.ts";

/** Each call is what goes out together. */
let sent: RunnerMessage[][] = [];
let due: (() => void)[] = [];
let news: News;
beforeEach(() => {
  [sent, due] = [[], []];
  const after = (_delayMs: number, call: () => void): { dispose(): void } => {
    due.push(call);
    return { dispose: () => void (due = due.filter((one) => one !== call)) };
  };
  news = createNews({ timers: { after }, send: (...messages) => void sent.push([...messages]) });
});

const live = (attemptId: string) => ({ attemptId, pid: 7, startedAt: 1 });
const record = (attemptId: string): ExitRecord => ({ attemptId, startedAt: 1, endedAt: 2, exitCode: 0, signal: null, stopReason: null, startError: null, logBytes: 0, logDroppedBytes: 0, cpuMs: null, peakRssBytes: null });

describe("the news of tries", () => {
  it("go out together for a try that ends at once, its start first", () => {
    news.started([live("a")]);
    news.started([live("b")]);
    news.exited([record("a")]);
    expect(sent).toEqual([[{ t: "started", attempts: [live("a"), live("b")] }, { t: "exited", records: [record("a")] }]]);
    expect(due).toEqual([]);
  });

  it("tell of starts after a moment, and once", () => {
    news.started([live("a")]);
    news.started([live("b")]);
    expect(sent).toEqual([]);
    for (const call of due.splice(0)) call();
    expect(sent).toEqual([[{ t: "started", attempts: [live("a"), live("b")] }]]);
    news.exited([record("a")]);
    expect(sent.at(-1)).toEqual([{ t: "exited", records: [record("a")] }]);
  });

  it("keep nothing back when the runner leaves", () => {
    news.started([live("a")]);
    news.flush();
    news.flush();
    expect([sent, due]).toEqual([[[{ t: "started", attempts: [live("a")] }]], []]);
  });
});
