/** What a file system may do to an engine: each time the cause and the path are said, and what need not fail does not. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeDag } from "./fixtures/engine-client.ts";
import { canMountSmallDisk } from "./fixtures/full-disk-run.ts";
import { startEngine } from "./start-engine.ts";

let folder: string;
let root: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-files-"));
  chmodSync(folder, 0o755);
  root = join(folder, "w");
  writeDag(root, "d", ["  a: { config_type: BashTask, bash: 'echo a' }"]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = () => startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} } });
const fixture = (name: string): string => new URL(`./fixtures/${name}.ts`, import.meta.url).pathname;
const lastLine = (text: string): unknown => JSON.parse(text.trim().split("\n").at(-1) ?? "null");

describe("an engine that cannot keep its data", () => {
  it.each([
    ["a file where its folder should be", ".dagwright", "file"],
    ["a file where its logs should be", ".dagwright/logs", "file"],
    ["a file where the runner's folder should be", ".dagwright/runner", "file"],
    ["a folder where the state should be", ".dagwright/state.db", "folder"],
  ] as const)("does not start on %s, and names it", async (_, path, kind) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    if (kind === "folder") mkdirSync(join(root, path));
    else writeFileSync(join(root, path), "mine");
    await expect(start()).rejects.toThrow(path);
    if (kind === "file") expect(readFileSync(join(root, path), "utf8")).toBe("mine");
  });

  it.skipIf(!canMountSmallDisk())("does not start on a read-only disk, and says so (skipped where nothing can be mounted)", () => {
    const unshare = process.getuid?.() === 0 ? ["-m"] : ["-rm"];
    const script = `mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$1" "$2" "$0"`;
    const { stdout } = spawnSync("unshare", [...unshare, "sh", "-c", script, root, process.execPath, fixture("try-engine")], { encoding: "utf8" });
    expect(lastLine(stdout)).toMatchObject({ message: expect.stringMatching(/\.dagwright: the disk is read-only/) });
  });
});

describe("an engine that works", () => {
  it("keeps runs going while logs may not be written, says why, and counts what is lost", { timeout: 60_000 }, () => {
    const seen = lastLine(execFileSync(process.execPath, [fixture("permission-lost"), root], { encoding: "utf8" }));
    const denied = expect.stringMatching(/\/a\/1\.log: this user may not read or write it; change its permissions\. What the task prints is not kept/);
    expect(seen).toEqual([
      { state: "success", kept: 2, dropped: 0, trouble: null },
      { state: "success", kept: 0, dropped: 2, trouble: denied },
      { state: "success", kept: 2, dropped: 0, trouble: denied },
    ]);
  });

  it("takes names with line breaks, and fails only the task whose file has become a folder", { timeout: 60_000 }, async () => {
    writeFileSync(join(root, "odd\nname.dag.yaml"), "dag: odd\ntasks:\n  a: { config_type: BashTask, bash: 'echo a' }\n");
    writeFileSync(join(root, "becomes.dag.yaml"), "dag: becomes\ntasks:\n  w: { config_type: BashTask, bash: 'sleep 1' }\n  a: { config_type: BashTask, bash: { file: a.sh }, deps: [w] }\n  b: { config_type: BashTask, bash: 'echo b', deps: [w] }\n");
    writeFileSync(join(root, "a.sh"), "echo a\n");
    const engine = await start();
    try {
      const client = createRouterClient(engine.router);
      const { runId } = await client.runs.start({ dagId: "odd" });
      const becomes = await client.runs.start({ dagId: "becomes" });
      rmSync(join(root, "a.sh"));
      mkdirSync(join(root, "a.sh"));
      await engine.whenIdle();
      expect((await client.runs.get({ dagId: "odd", runId })).run.state).toBe("success");
      const { tasks } = await client.runs.get({ dagId: "becomes", runId: becomes.runId });
      expect(Object.fromEntries(tasks.map((task) => [task.taskId, task.state]))).toEqual({ w: "success", a: "failed", b: "success" });
      expect((await client.runs.task({ dagId: "becomes", runId: becomes.runId, taskId: "a" })).attempts[0]?.reason).toContain("a.sh: is a folder");
    } finally {
      await engine.close({ stopTasks: true });
    }
  });

  it("is led out of its data folder by no id of a call", { timeout: 60_000 }, async () => {
    mkdirSync(join(root, ".dagwright", "logs"), { recursive: true });
    writeFileSync(join(folder, "1.log"), "secret");
    const engine = await start();
    try {
      const client = createRouterClient(engine.router);
      for (const id of ["../../..", "..", "/etc", "..\\..", "a\0b", "\\\\host\\share", "__proto__"]) {
        const ids = { dagId: id, runId: id, taskId: id };
        const calls = [client.runs.log({ ...ids, tryNumber: 1 }), client.runs.task(ids), client.dags.get({ dagId: id }), client.runs.start({ dagId: id })];
        for (const outcome of await Promise.allSettled(calls)) expect([id, outcome.status, outcome.status === "rejected" ? String(outcome.reason) : ""]).toEqual([id, "rejected", expect.not.stringContaining("secret")]);
      }
    } finally {
      await engine.close({ stopTasks: true });
    }
  });
});
