import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { initWorkspace, listSamples } from "./init-workspace.ts";

let root = "";
let examples = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-init-"));
  examples = join(root, "examples");
  write("examples/starter/dags/one.dag.yaml", "dag: one\n");
  write("examples/starter/dagwright.json", '{"name":"Starter"}');
  write("examples/starter/run.sh", "#!/bin/sh\n");
  chmodSync(join(examples, "starter/run.sh"), 0o755);
  write("examples/starter/.dagwright/state.db", "x");
  write("examples/a-second/two.dag.yaml", "dag: two\n");
  write("examples/notes/README.md", "no sample");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("listSamples", () => {
  it("lists folders that are workspaces, the default first", () => {
    expect(listSamples(examples)).toEqual([
      { name: "starter", title: "Starter" },
      { name: "a-second", title: "a-second" },
    ]);
    expect(listSamples(join(root, "nowhere"))).toEqual([]);
  });
});

describe("initWorkspace", () => {
  it("lays the default sample into a new folder, with its modes and without its data", () => {
    const result = initWorkspace({ folder: join(root, "deep/er/new"), examples });
    expect(result).toEqual({ folder: join(root, "deep/er/new"), sample: "starter", written: [".gitignore", "dags/one.dag.yaml", "dagwright.json", "run.sh"], kept: [] });
    expect(read("deep/er/new/.gitignore")).toBe(".dagwright/\n");
    expect(statSync(join(root, "deep/er/new/run.sh")).mode & 0o111).toBe(0o111);
  });

  it("gives a sample without a config one that bears the folder's name", () => {
    initWorkspace({ folder: join(root, "mine"), examples, sample: "a-second" });
    expect(JSON.parse(read("mine/dagwright.json"))).toEqual({ name: "mine" });
  });

  it("takes a folder that holds only traces of version control", () => {
    mkdirSync(join(root, "repo/.git"), { recursive: true });
    expect(initWorkspace({ folder: join(root, "repo"), examples }).written).toContain("dagwright.json");
  });

  it("refuses a folder that holds something, naming it, and writes nothing", () => {
    write("full/a.txt", "a");
    expect(() => initWorkspace({ folder: join(root, "full"), examples })).toThrow(/full: is not empty \(a\.txt\).*--merge/);
    expect(() => statSync(join(root, "full/dagwright.json"))).toThrow(/ENOENT/);
  });

  it("merges by adding what is missing and keeping what is there", () => {
    write("full/dagwright.json", '{"name":"own"}');
    write("full/.gitignore", "*.log");
    const result = initWorkspace({ folder: join(root, "full"), examples, merge: true });
    expect(result.kept).toEqual(["dagwright.json"]);
    expect(read("full/dagwright.json")).toBe('{"name":"own"}');
    expect(read("full/.gitignore")).toBe("*.log\n.dagwright/\n");
    expect(initWorkspace({ folder: join(root, "full"), examples, merge: true }).written).toEqual([]);
  });

  it("refuses a file, a link to nowhere it can write, and an unknown sample", () => {
    write("file", "x");
    symlinkSync(join(root, "file"), join(root, "link"));
    for (const name of ["file", "link"]) expect(() => initWorkspace({ folder: join(root, name), examples })).toThrow(/is a file/);
    expect(() => initWorkspace({ folder: join(root, "new"), examples, sample: "nope" })).toThrow('no sample "nope"; there are starter, a-second');
    expect(() => initWorkspace({ folder: join(root, "new"), examples, sample: "../examples/starter" })).toThrow(/no sample/);
  });

  it.each([".gitignore", "dagwright.json", "dags"])("writes nothing through a link that leads out: %s", (name) => {
    mkdirSync(join(root, "mine"));
    mkdirSync(join(root, "theirs"));
    symlinkSync(join(root, "theirs", "target"), join(root, "mine", name));
    expect(() => initWorkspace({ folder: join(root, "mine"), examples, merge: true })).toThrow(/leads out of the workspace/);
    expect(readdirSync(join(root, "theirs"))).toEqual([]);
  });
});
