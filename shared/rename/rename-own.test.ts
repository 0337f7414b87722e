import { describe, expect, it } from "vitest";
import { renameDagInFile, renameTaskInFile } from "./rename-own.ts";

const file = `dag: d # the id
tasks:
  load: { config_type: EmptyTask }
  short: { config_type: PythonTask, python: 'print(xcom_pull(''load''))', deps: [load] }
  long:
    config_type: PythonTask
    python:
      text: |
        # load
        print(xcom_pull("load", "load"))
    deps: load
  shell: { config_type: BashTask, bash: "echo {{ xcom.load.n }} xcom_pull('load')", deps: [load] }
`;

describe("renameTaskInFile", () => {
  it("renames in deps, templates and Python, and nowhere else", () => {
    const result = renameTaskInFile(file, { from: "load", to: "fetch" });
    expect(result).toEqual({
      ok: true,
      text: file.replace("  load:", "  fetch:").replaceAll("[load]", "[fetch]").replace("deps: load", "deps: fetch").replace("''load''", "''fetch''").replace('"load", "load"', '"fetch", "load"').replace("xcom.load", "xcom.fetch"),
    });
  });

  it("refuses a name that is taken or is none", () => {
    expect(renameTaskInFile(file, { from: "load", to: "long" })).toEqual({ ok: false, message: expect.stringMatching(/already/) });
    expect(renameTaskInFile(file, { from: "load", to: "a b" })).toEqual({ ok: false, message: expect.stringMatching(/an id has/) });
  });
});

describe("renameDagInFile", () => {
  it("changes the id alone, and refuses what is no id", () => {
    expect(renameDagInFile(file, { from: "d", to: "claims" })).toEqual({ ok: true, text: file.replace("dag: d #", "dag: claims #") });
    expect(renameDagInFile(file, { from: "d", to: "a b" })).toMatchObject({ ok: false });
  });
});
