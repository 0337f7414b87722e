/** The engine's keeper against a fake process and a fake clock: deaths, silence, sleep, refusal, stop. */
import { describe, expect, it } from "vitest";
import { superviseEngine } from "./engine-supervisor.ts";
import type { EngineEars, ToEngine } from "./engine-wire.ts";

function world() {
  let now = 1_000_000;
  const timers = new Set<{ at: number; call: () => void }>();
  const processes: { ears: EngineEars; sent: ToEngine[]; ports: string[]; isKilled: boolean }[] = [];
  const states: string[] = [];
  const saved: unknown[] = [];
  const supervisor = superviseEngine<string>({
    start(ears) {
      const record = { ears, sent: [] as ToEngine[], ports: [] as string[], isKilled: false };
      processes.push(record);
      return { pid: processes.length, post: (message) => record.sent.push(message), attach: (port) => record.ports.push(port), kill: () => (record.isKilled = true) };
    },
    options: () => ({ workspace: "/w", trusted: true, mode: "desktop", settings: {} }),
    now: () => now,
    after(delayMs, call) {
      const timer = { at: now + delayMs, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    onState: (state) => states.push(state.state),
    onStanding: () => {},
    onSaveSettings: (settings) => saved.push(settings),
    log: () => {},
  });
  function advance(ms: number, beat = false): void {
    for (let left = ms; left > 0; left -= 100) {
      now += 100;
      if (beat && now % 1000 === 0) processes.at(-1)?.ears.message({ kind: "heartbeat", at: now });
      for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.call();
    }
  }
  const last = () => processes.at(-1) ?? expect.unreachable("no engine was started");
  return { supervisor, processes, states, saved, advance, last, jump: (ms: number) => (now += ms), timers };
}

const ready = { kind: "ready", info: {} };

describe("superviseEngine", () => {
  it("starts with its options first and is up when the engine says so", () => {
    const { supervisor, last, states } = world();
    expect(last().sent).toEqual([{ kind: "start", options: { workspace: "/w", trusted: true, mode: "desktop", settings: {} } }]);
    expect(supervisor.attach("early")).toBe(false);
    last().ears.message(ready);
    expect([supervisor.attach("port"), last().ports, states]).toEqual([true, ["port"], ["starting", "up"]]);
  });

  it("has a state restored by the one start that a person asked it of", () => {
    const { supervisor, last, advance } = world();
    last().ears.message({ kind: "failed", code: "store/damaged", message: "state.db: is gone" });
    supervisor.restart({ restore: "present" });
    expect(last().sent).toEqual([{ kind: "start", options: { workspace: "/w", trusted: true, mode: "desktop", settings: {}, restore: "present" } }]);
    last().ears.exit("signal SIGKILL");
    advance(200);
    expect(last().sent).toEqual([{ kind: "start", options: { workspace: "/w", trusted: true, mode: "desktop", settings: {} } }]);
  });

  it("only looks at a state once a person asked for that, through deaths, and until the next restart", () => {
    const { supervisor, last, advance } = world();
    const options = { workspace: "/w", trusted: true, mode: "desktop", settings: {} };
    last().ears.message({ kind: "failed", code: "store/newer", message: "state.db: written by a newer Dagwright" });
    supervisor.restart({ reading: true });
    expect(last().sent).toEqual([{ kind: "start", options: { ...options, reading: true } }]);
    last().ears.message(ready);
    last().ears.exit("signal SIGKILL");
    advance(200);
    expect(last().sent).toEqual([{ kind: "start", options: { ...options, reading: true } }]);
    supervisor.restart();
    expect(last().sent).toEqual([{ kind: "start", options }]);
  });

  it("starts a new engine after a death and says so", () => {
    const { supervisor, last, states, advance, processes } = world();
    last().ears.message(ready);
    last().ears.exit("signal SIGKILL");
    expect(supervisor.state()).toEqual({ state: "restarting", message: "signal SIGKILL", code: null, restarts: 1 });
    advance(200);
    last().ears.message(ready);
    expect([processes.length, states]).toEqual([2, ["starting", "up", "restarting", "up"]]);
  });

  it("kills and replaces an engine that is silent for five seconds, and no sooner", () => {
    const { last, advance, processes } = world();
    last().ears.message(ready);
    advance(20_000, true);
    expect(processes.length).toBe(1);
    advance(4500);
    expect(processes.length).toBe(1);
    advance(1500);
    expect([processes.length, processes[0]?.isKilled]).toEqual([2, true]);
  });

  it("does not blame the engine for the machine's sleep", () => {
    const { last, advance, processes, jump } = world();
    last().ears.message(ready);
    advance(2000, true);
    jump(3_600_000);
    advance(3000);
    expect(processes.length).toBe(1);
    advance(3000, true);
    expect(processes.length).toBe(1);
  });

  it("hears nothing from an engine that it has given up", () => {
    const { supervisor, last, advance, processes } = world();
    last().ears.message(ready);
    advance(7000);
    processes[0]?.ears.message(ready);
    processes[0]?.ears.exit("late");
    expect([supervisor.state().state, processes.length]).toEqual(["restarting", 2]);
  });

  it("gives up after many deaths in a row, and begins anew when told to", () => {
    const { supervisor, last, advance, processes } = world();
    for (let death = 0; death < 7; death += 1) {
      last().ears.exit("code 1");
      advance(6000);
    }
    expect([processes.length, supervisor.state().state]).toEqual([7, "failed"]);
    advance(60_000);
    expect(processes.length).toBe(7);
    supervisor.restart();
    last().ears.message(ready);
    expect([processes.length, supervisor.state().state]).toEqual([8, "up"]);
  });

  it("forgets old deaths once the engine has been steady", () => {
    const { supervisor, last, advance } = world();
    for (let death = 0; death < 20; death += 1) {
      last().ears.message(ready);
      advance(40_000, true);
      last().ears.exit("code 1");
      advance(200);
    }
    expect(supervisor.state().state).toBe("restarting");
  });

  it("does not fight over a workspace that another engine holds", () => {
    const { supervisor, last, advance, processes } = world();
    last().ears.message({ kind: "failed", code: "workspace/busy", message: "Workspace /w: held by pid 7." });
    last().ears.exit("code 1");
    advance(60_000);
    expect([processes.length, supervisor.state()]).toEqual([1, { state: "failed", message: "Workspace /w: held by pid 7.", code: "workspace/busy", restarts: 0 }]);
  });

  it("hands settings that the engine was given to the desktop's file", () => {
    const { last, saved } = world();
    last().ears.message({ kind: "saveSettings", settings: { theme: "dark" } });
    expect(saved).toEqual([{ theme: "dark" }]);
  });

  it("drops messages that are none of the engine's", () => {
    const { supervisor, last } = world();
    for (const junk of [null, 7, "ready", { kind: "readyy" }, { kind: "failed" }, { kind: "heartbeat", at: "x" }]) last().ears.message(junk);
    expect(supervisor.state().state).toBe("starting");
  });

  it("stops politely, then by force, and leaves no timer", async () => {
    const { supervisor, last, advance, timers, processes } = world();
    last().ears.message(ready);
    const stopped = supervisor.stop(true, 2000);
    expect(last().sent.at(-1)).toEqual({ kind: "stop", stopTasks: true });
    advance(2500);
    expect(last().isKilled).toBe(true);
    last().ears.exit("signal SIGKILL");
    await stopped;
    expect([processes.length, timers.size]).toEqual([1, 0]);
  });
});
