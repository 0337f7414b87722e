import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorkspace } from "../platform/workspace-folder.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import { within } from "./attempt-plan.ts";
import { DagFiles } from "./dag-files.ts";
import { HandClock } from "./test-world.ts";

let root: string;
let reads: string[];
let scans: number;
let dags: DagFiles;
const store = { runs: { list: () => [] }, dagSettings: { get: () => null } } as unknown as Store;
const dag = (id: string, rest = 'tasks:\n  a: { config_type: BashTask, bash: "true" }\n'): string => `dag: ${id}\n${rest}`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-dags-"));
  reads = [];
  scans = 0;
  const real = openWorkspace(root);
  const workspace: Workspace = {
    ...real,
    readBytes: (path) => (reads.push(path), real.readBytes(path)),
    listDagFiles: () => ((scans += 1), real.listDagFiles()),
  };
  dags = new DagFiles({ workspace, store, clock: new HandClock() });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}
const ids = (): string[] => dags.all().map((file) => file.dagId);

describe("DAG files", () => {
  it("come and go with their files", () => {
    write("one.dag.yaml", dag("one"));
    expect(ids()).toEqual(["one"]);
    write("sub/two.dag.yaml", dag("two"));
    expect(dags.forget(["sub/two.dag.yaml"])).toEqual(["two"]);
    rmSync(join(root, "one.dag.yaml"));
    expect(dags.forget(["one.dag.yaml"])).toEqual(["one"]);
    expect(ids()).toEqual(["two"]);
    rmSync(join(root, "sub"), { recursive: true });
    expect(dags.forget(["sub"])).toEqual(["two"]);
    expect(() => dags.get("two")).toThrow(expect.objectContaining({ code: "dag/not-found" }));
  });

  it("are found when a whole folder comes", () => {
    expect(ids()).toEqual([]);
    write("new.d/x.dag.yaml", dag("x"));
    expect(dags.forget(["new.d"])).toEqual(["x"]);
  });

  it("are not read again for every file that a task writes", () => {
    write("one.dag.yaml", dag("one", "tasks:\n  a: { config_type: SqlTask, sql: a.sql }\n"));
    expect(dags.all()[0]?.diagnostics.map((one) => one.code)).toEqual(["dag/missing-file"]);
    reads = [];
    scans = 0;
    write("out/data.csv", "1");
    expect(dags.forget(["out/data.csv", "notes.txt"])).toEqual([]);
    expect([reads, scans]).toEqual([[], 0]);
    write("a.sql", "select 1");
    expect(dags.forget(["a.sql"])).toEqual(["one"]);
    expect(dags.all()[0]?.diagnostics).toEqual([]);
    rmSync(join(root, "a.sql"));
    expect(dags.forget(["a.sql"])).toEqual(["one"]);
  });

  it("keep their id while a file is broken between two valid readings, and may not run meanwhile", () => {
    write("file.dag.yaml", dag("claims"));
    expect(ids()).toEqual(["claims"]);
    write("file.dag.yaml", "dag: claims\ntasks:\n  a: { config_type: BashTask, bash: [\n");
    expect(dags.forget(["file.dag.yaml"])).toEqual(["claims"]);
    expect(ids()).toEqual(["claims"]);
    expect(() => dags.valid("claims")).toThrow(expect.objectContaining({ code: "dag/invalid" }));
    write("file.dag.yaml", dag("renamed"));
    expect(dags.forget(["file.dag.yaml"]).sort()).toEqual(["claims", "renamed"]);
  });

  it("go by the id that is written also when they were broken from the start", () => {
    write("file.dag.yaml", "dag: claims\ntasks:\n  a: { config_type: Nope }\n");
    expect(ids()).toEqual(["claims"]);
  });

  it("name an id that is used twice at the second file, whose DAG may not run", () => {
    write("a.dag.yaml", dag("same"));
    write("b.dag.yaml", dag("same"));
    expect(dags.all().map((file) => file.diagnostics.map((one) => one.code))).toEqual([[], ["dag/duplicate-id"]]);
    expect(dags.valid("same").file).toBe("a.dag.yaml");
    rmSync(join(root, "a.dag.yaml"));
    dags.forget(["a.dag.yaml"]);
    expect(dags.valid("same").file).toBe("b.dag.yaml");
  });

  it("are read anew before a run, told or not", () => {
    write("one.dag.yaml", dag("one"));
    dags.all();
    write("one.dag.yaml", dag("one", 'tasks:\n  b: { config_type: BashTask, bash: "true" }\n'));
    expect(dags.valid("one").dag.tasks.map((task) => task.id)).toEqual(["b"]);
    write("later.dag.yaml", dag("later"));
    expect(dags.valid("later").file).toBe("later.dag.yaml");
  });

  it.each([
    ["/", "etc/passwd"],
    ["/etc", "passwd"],
    ["..", "secret.sql"],
    ["sql/../..", "secret.sql"],
    ["", "/etc/passwd"],
    ["", "../secret.sql"],
  ])("refuse base_path %j with %j", (basePath, path) => {
    expect(() => openWorkspace(root).readText(within({ basePath }, path))).toThrow(expect.objectContaining({ code: "workspace/outside" }));
  });

  it("say what leads out of the workspace", () => {
    symlinkSync("/etc/passwd", join(root, "out.sql"));
    write("one.dag.yaml", dag("one", "base_path: ..\ntasks:\n  a: { config_type: SqlTask, sql: x.sql }\n"));
    write("two.dag.yaml", dag("two", "tasks:\n  a: { config_type: SqlTask, sql: out.sql }\n"));
    expect(dags.all().map((file) => file.diagnostics.map((one) => one.code))).toEqual([["dag/outside-workspace"], ["dag/outside-workspace"]]);
  });
});
