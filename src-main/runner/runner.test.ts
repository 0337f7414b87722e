import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunnerSignal } from "../ports/runner.ts";
import { openFixture, processesMarked, until, type Fixture } from "./runner-fixture.ts";

let fixture: Fixture;
beforeEach(async () => void (fixture = await openFixture()));
afterEach(() => fixture.dispose());

describe("a shell task", () => {
  it.each([
    ["exit code", "exit 3", { exitCode: 3, signal: null }, ""],
    ["exit code in its own session", "trap : USR1; exit 4", { exitCode: 4, signal: null }, ""],
    ["set -e", "set -e\nfalse\necho no", { exitCode: 1 }, ""],
    ["syntax error", "if then", { exitCode: 2 }, /[Ss]yntax error|unexpected/],
    ["stdout and stderr in order", "echo a; echo b >&2; echo c", { exitCode: 0 }, "a\nb\nc\n"],
    ["/dev/stdout opened by name", "echo named > /dev/stdout", { exitCode: 0 }, "named\n"],
    ["no standard input", "cat", { exitCode: 0 }, ""],
    ["here-document", "cat <<E\none 'two'\nE", { exitCode: 0 }, "one 'two'\n"],
    ["bash", "x=(1 2 3); [[ ${#x[@]} == 3 ]] && echo ${x[1]}", { exitCode: 0 }, "2\n"],
    ["unknown command", "no-such-command-here", { exitCode: 127 }, /not found/],
    ["exit trap", "trap 'echo bye' EXIT; echo hi", { exitCode: 0 }, "hi\nbye\n"],
    ["own signal", "kill -9 $$", { exitCode: null, signal: "SIGKILL" }, ""],
    ["descriptors", "ls -1 /proc/self/fd | wc -l", { exitCode: 0 }, "4\n"],
  ])("%s", async (_, script, record, log) => {
    expect(await fixture.run("a", script)).toMatchObject({ ...record, stopReason: null, startError: null });
    if (log instanceof RegExp) expect(fixture.log("a")).toMatch(log);
    else expect(fixture.log("a")).toBe(log);
  });

  it("gets its folder, its variables and nothing of ours", async () => {
    const env = { PLAIN: "it's $HOME \"x\"\nline 2", "WITH-DASH": "d" };
    await fixture.run("tame", "env", { env: { PLAIN: env.PLAIN } });
    await fixture.run("odd", "env; pwd", { env });
    for (const id of ["tame", "odd"]) {
      expect(fixture.log(id)).toContain(`PLAIN=it's $HOME "x"\nline 2`);
      expect(fixture.log(id)).toContain(`DAGWRIGHT_COOKIE=${id}`);
      expect(fixture.log(id)).not.toMatch(/NODE_|ELECTRON|VITEST|MALLOC|OLDPWD/);
    }
    expect(fixture.log("odd")).toContain("WITH-DASH=d");
    expect(fixture.log("odd")).toContain(fixture.folder);
  });

  it("runs a text of 200 KB", async () => {
    const script = `echo start; ${Array.from({ length: 5000 }, (_, index) => `: some line of text number ${index} $$`).join("\n")}\necho end $#`;
    expect(await fixture.run("big", script)).toMatchObject({ exitCode: 0 });
    expect(fixture.log("big")).toBe("start\nend 0\n");
  });

  it("says what is wrong with a folder that is not there", async () => {
    const record = await fixture.run("a", "true", { cwd: path.join(fixture.folder, "none") });
    expect(record).toMatchObject({ exitCode: null, startError: expect.stringContaining("does not exist") });
  });

  it("keeps tasks of a shared shell apart", async () => {
    await fixture.run("one", "X=1; cd /; umask 000; export Y=2; set -e");
    await fixture.run("two", "pwd; umask; echo x$X y$Y; false; echo on");
    expect(fixture.log("two")).toBe(`${fixture.folder}\n0077\nx y\non\n`);
  });

  it("survives a task that kills its whole group", async () => {
    writeFileSync(path.join(fixture.folder, "k.sh"), "kill -9 0\n");
    expect(await fixture.run("k", "sh k.sh")).toMatchObject({ exitCode: null, signal: "SIGKILL" });
    expect(await fixture.run("next", "echo fine")).toMatchObject({ exitCode: 0 });
  });

  it("reports at once when something left behind holds the log, and ends it", async () => {
    const record = await fixture.run("a", "sleep 77123 & echo gone");
    expect(record).toMatchObject({ exitCode: 0, stopReason: null });
    expect(record.endedAt - record.startedAt).toBeLessThan(5_000);
    await until(() => !commandRuns("77123"), "end of the leftover");
  });

  it("keeps output that a pipeline's other members write after the end", async () => {
    await fixture.run("a", "exec > >(cat); echo late");
    expect(fixture.log("a")).toBe("late\n");
  });

  it("bounds its memory and counts every byte of a flood", async () => {
    const record = await fixture.run("flood", "yes", { timeoutMs: 1_500, logCapBytes: 1 << 20 });
    expect(record.stopReason).toBe("timeout");
    expect(record.logBytes).toBe(1 << 20);
    expect(record.logDroppedBytes).toBeGreaterThan(1 << 20);
    expect(fixture.log("flood")).toContain(`[dagwright: ${record.logDroppedBytes} bytes dropped here]`);
    expect(residentMb(fixture.runner.pid ?? 0)).toBeLessThan(200);
  });

  it("accounts for one line of 100 MB to the byte", async () => {
    const record = await fixture.run("line", "head -c 100000000 /dev/zero | tr '\\0' x");
    expect(record.logBytes + record.logDroppedBytes).toBe(100_000_000);
  });
});

describe("attempts", () => {
  it("starts an id once, whatever is sent", async () => {
    const spec = fixture.spec("once", `echo ran >> ${fixture.folder}/ledger`);
    fixture.runner.start([spec, spec]);
    await fixture.exitOf("once");
    fixture.runner.start([spec]);
    fixture.runner.acknowledge(["once"]);
    fixture.runner.start([spec]);
    const other = await fixture.connect();
    other.start([spec]);
    await sleep(300);
    expect(readFileSync(path.join(fixture.folder, "ledger"), "utf8")).toBe("ran\n");
  });

  it("starts it once also after the runner was killed", async () => {
    const spec = fixture.spec("once", `echo ran >> ${fixture.folder}/ledger`);
    fixture.runner.start([spec]);
    await fixture.exitOf("once");
    process.kill(fixture.runner.pid ?? 0, "SIGKILL");
    await until(() => fixture.signals.find((signal) => signal.kind === "runnerLost"), "loss");
    fixture.runner.start([spec]);
    await sleep(300);
    expect(readFileSync(path.join(fixture.folder, "ledger"), "utf8")).toBe("ran\n");
  });

  it("tells that an id is lost which an earlier runner had and left no end of, and does not start it again", async () => {
    const spec = fixture.spec("taken", `echo ran >> ${fixture.folder}/ledger; sleep 60`);
    fixture.runner.start([spec]);
    await until(() => existsSync(path.join(fixture.folder, "ledger")), "start");
    process.kill(fixture.runner.pid ?? 0, "SIGKILL");
    await until(() => fixture.signals.find((signal) => signal.kind === "runnerLost"), "loss");
    const next = await fixture.connect();
    expect(next.snapshot).toMatchObject({ sameRunner: true, live: [], exited: [] });
    const heard: RunnerSignal[] = [];
    next.onSignals((signals) => heard.push(...signals));
    next.start([spec]);
    await until(() => heard.length > 0, "word of it");
    expect(heard).toMatchObject([{ kind: "lost", attemptIds: ["taken"] }]);
    expect(readFileSync(path.join(fixture.folder, "ledger"), "utf8")).toBe("ran\n");
  });

  it("shows a new engine what lives and what ended, and tells it later exits", async () => {
    fixture.runner.start([fixture.spec("slow", "sleep 0.7; exit 5"), fixture.spec("quick", "exit 6")]);
    await fixture.exitOf("quick");
    const pid = fixture.runner.pid;
    const next = await fixture.connect();
    expect(next.pid).toBe(pid);
    expect(next.snapshot).toMatchObject({ sameRunner: true, live: [{ attemptId: "slow" }], exited: [{ attemptId: "quick", exitCode: 6 }] });
    expect(await fixture.exitOf("slow")).toMatchObject({ exitCode: 5 });
    next.acknowledge(["quick", "slow"]);
    let left = next.snapshot;
    for (let looks = 0; looks < 100 && left.exited.length > 0; looks += 1) {
      await sleep(50);
      left = (await fixture.connect()).snapshot;
    }
    expect(left.exited).toEqual([]);
  });

  it("refuses an engine of an older generation", async () => {
    await fixture.connect({ generation: Number.MAX_SAFE_INTEGER });
    await expect(fixture.connect({ generation: 5 })).rejects.toMatchObject({ code: "workspace/busy" });
  });

  it("takes the next engine although the clock was set back meanwhile", async () => {
    const pid = fixture.runner.pid;
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() - 3_600_000);
    try {
      expect((await fixture.connect()).pid).toBe(pid);
    } finally {
      clock.mockRestore();
    }
  });

  it("finds an exit in the journal of a runner that was killed before it was acknowledged", async () => {
    fixture.runner.start([fixture.spec("done", "exit 7"), fixture.spec("open", "sleep 88123; true")]);
    await fixture.exitOf("done");
    await until(() => commandRuns("88123"), "start");
    fixture.signals.length = 0;
    process.kill(fixture.runner.pid ?? 0, "SIGKILL");
    await until(() => fixture.signals.find((signal) => signal.kind === "runnerLost"), "loss");
    const next = await fixture.connect();
    expect(next.snapshot).toMatchObject({ sameRunner: true, live: [], exited: [{ attemptId: "done", exitCode: 7 }] });
    await until(() => !commandRuns("88123"), "sweep of the leftover", 4_000);
  });

  it("never reports an exit that is not written down", async () => {
    const journal = path.join(fixture.folder, "run", "runner.journal");
    const missing: string[] = [];
    fixture.runner.onSignals((signals) => {
      for (const signal of signals) {
        if (signal.kind !== "exited") continue;
        fixture.signals.push(signal);
        if (!readFileSync(journal, "utf8").includes(`{"exit":{"attemptId":"${signal.record.attemptId}"`)) missing.push(signal.record.attemptId);
      }
    });
    for (let index = 0; index < 20; index++) await fixture.run(`n${index}`, ":");
    expect(missing).toEqual([]);
  });

  it("cuts a waiting task short on stop, and names a timeout", async () => {
    fixture.runner.start([fixture.spec("a", "sleep 99123", { graceMs: 300 })]);
    await until(() => commandRuns("99123"), "start");
    fixture.runner.stop("a", "cancelled");
    expect(await fixture.exitOf("a")).toMatchObject({ stopReason: "cancelled" });
    expect(await fixture.run("b", "sleep 99124", { timeoutMs: 100 })).toMatchObject({ stopReason: "timeout" });
    expect(commandRuns("99123") || commandRuns("99124")).toBe(false);
  });

  it("stops a task that was asked for in the same breath", async () => {
    for (const script of ["sleep 99125", "trap : USR1; sleep 99125"]) {
      const id = `x${script.length}`;
      fixture.runner.start([fixture.spec(id, script, { graceMs: 300 })]);
      fixture.runner.stop(id, "cancelled");
      expect(await fixture.exitOf(id)).toMatchObject({ stopReason: "cancelled" });
      expect(commandRuns("99125")).toBe(false);
    }
  });
});

describe("a runner that is killed while it starts", () => {
  it("is followed by another, and the engine waits for that", async () => {
    const entry = path.join(fixture.folder, "entry.mjs");
    const mark = path.join(fixture.folder, "killed");
    const main = new URL("./main.ts", import.meta.url);
    writeFileSync(entry, `import { existsSync, writeFileSync } from "node:fs";
      if (!existsSync(${JSON.stringify(mark)})) {
        writeFileSync(${JSON.stringify(mark)}, "");
        process.kill(process.pid, "SIGKILL");
      }
      await import(${JSON.stringify(main.href)});`);
    const other = await openFixture({ entry, pythonSupport: fixture.runner.pythonSupport });
    try {
      expect(existsSync(mark)).toBe(true);
      expect(await other.run("a", "exit 3")).toMatchObject({ exitCode: 3, startError: null });
    } finally {
      await other.dispose();
    }
  });
});

describe("when the engine is gone", () => {
  it("keeps tasks for the grace time, then ends them, writes that down and leaves", async () => {
    const pid = fixture.runner.pid ?? 0;
    fixture.runner.start([fixture.spec("a", "sleep 66123; true")]);
    await until(() => commandRuns("66123"), "start");
    await fixture.runner.close({ stopTasks: false });
    await sleep(400);
    expect(commandRuns("66123")).toBe(true);
    await until(() => !existsSync(`/proc/${pid}`), "end of the runner", 5_000);
    expect(commandRuns("66123")).toBe(false);
    const next = await fixture.connect();
    expect(next.snapshot).toMatchObject({ sameRunner: false, live: [], exited: [{ attemptId: "a", stopReason: "orphaned" }] });
  });

  it("lets tasks finish under the keep policy", async () => {
    await fixture.dispose();
    fixture = await openFixture({ policy: "keep", graceMs: 200 });
    const pid = fixture.runner.pid ?? 0;
    fixture.runner.start([fixture.spec("a", "sleep 1; exit 9")]);
    await fixture.runner.close({ stopTasks: false });
    await until(() => !existsSync(`/proc/${pid}`), "end of the runner", 5_000);
    expect((await fixture.connect()).snapshot.exited).toMatchObject([{ attemptId: "a", exitCode: 9, stopReason: null }]);
  });
});

function commandRuns(mark: string): boolean {
  return processesMarked(mark).length > 0;
}
function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
}
