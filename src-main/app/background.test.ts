import { describe, expect, it } from "vitest";
import type { Standing } from "../../shared/contract/standing.ts";
import { Background, type StopQuestion } from "./background.ts";

const calm: Standing = { scheduled: 1, next: null, paused: false, runs: 0, failed: 0, lastFailed: null };
const failed = (count: number): Standing => ({ ...calm, failed: count, lastFailed: { dagId: "d", runId: `r${count}` } });

function world() {
  const state = { isOn: true, answer: true, memory: [] as string[], windows: new Set<string>(), running: new Map<string, number>() };
  const done: string[] = [];
  const asked: StopQuestion[] = [];
  const background = new Background({
    isOn: () => state.isOn,
    hasWindow: (path) => state.windows.has(path),
    runningIn: (path) => state.running.get(path) ?? 0,
    start: (path) => void done.push(`start ${path}`),
    stop: (path) => void done.push(`stop ${path}`),
    memory: { keptInBackground: () => state.memory, keepInBackground: (paths) => void (state.memory = [...paths]) },
    askToStop: async (question) => {
      asked.push(question);
      return state.answer;
    },
    onFailure: (path, { runId }) => void done.push(`failed ${path} ${runId}`),
    onChange: () => {},
  });
  return { background, state, done, asked, facts: () => background.list([...state.windows]).map(({ path, hasWindow, failedSince }) => `${path} ${hasWindow} ${failedSince}`) };
}

describe("Background", () => {
  it("keeps nothing unless it was asked to", () => {
    const { background, state, facts } = world();
    state.isOn = false;
    background.resume(["/a"]);
    expect([background.leave("/a"), state.memory, facts()]).toEqual([false, [], []]);
  });

  it("keeps what a window leaves, remembers it for the next start, and gives it back to a window", () => {
    const { background, state, done, facts } = world();
    expect(background.leave("/w/a")).toBe(true);
    background.leave("/w/b");
    expect([state.memory, facts()]).toEqual([["/w/a", "/w/b"], ["/w/a false 0", "/w/b false 0"]]);
    state.windows.add("/w/a");
    background.enter("/w/a");
    expect([state.memory, facts()]).toEqual([["/w/b"], ["/w/a true 0", "/w/b false 0"]]);
    const next = world();
    next.state.memory = ["/w/b"];
    next.state.windows.add("/w/c");
    next.background.resume(["/w/a", "/w/b", "/w/c"]);
    expect([next.done, next.state.memory, done]).toEqual([["start /w/b", "start /w/a"], ["/w/b", "/w/a"], []]);
  });

  it("tells of a failure where no window does, and counts those that nobody has looked at", () => {
    const { background, state, done, facts } = world();
    state.windows.add("/a");
    background.enter("/a");
    background.hear("/a", failed(2));
    expect([done, facts()]).toEqual([[], ["/a true 0"]]);
    state.windows.clear();
    background.leave("/a");
    background.hear("/a", failed(2));
    background.hear("/a", failed(3));
    expect([done, facts()]).toEqual([["failed /a r3"], ["/a false 1"]]);
    state.windows.add("/a");
    background.enter("/a");
    expect(facts()).toEqual(["/a true 0"]);
  });

  it("starts counting anew with an engine that was restarted", () => {
    const { background, done, facts } = world();
    background.leave("/a");
    background.hear("/a", failed(3));
    background.forget("/a");
    background.hear("/a", calm);
    background.hear("/a", failed(1));
    expect([done, facts()]).toEqual([["failed /a r3", "failed /a r1"], ["/a false 1"]]);
  });

  it("asks before it stops tasks, one workspace or all, and stops nothing on a no", async () => {
    const { background, state, done, asked } = world();
    background.leave("/w/a");
    background.leave("/w/b");
    state.running.set("/w/a", 2);
    state.answer = false;
    await background.stop("/w/a");
    expect([await background.askToQuit(), asked, done]).toEqual([false, [{ act: "stop", busy: [{ name: "a", running: 2 }] }, { act: "quit", busy: [{ name: "a", running: 2 }] }], []]);
    state.answer = true;
    await background.stop("/w/a");
    await background.stop("/w/b");
    await background.stop("/w/never");
    expect([done, asked.length, background.busy, state.memory]).toEqual([["stop /w/a", "stop /w/b"], 3, [], []]);
  });

  it("lets engines go when it is turned off, but none whose tasks still run", () => {
    const { background, state, done } = world();
    background.leave("/a");
    background.leave("/b");
    state.running.set("/b", 1);
    state.isOn = false;
    background.settle();
    expect(done).toEqual(["stop /a"]);
    state.running.set("/b", 0);
    background.hear("/b", calm);
    expect(done).toEqual(["stop /a", "stop /b"]);
  });
});
