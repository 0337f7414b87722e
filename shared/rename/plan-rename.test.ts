import { describe, expect, it } from "vitest";
import { applyChanges } from "../document/text-change.ts";
import { namesWord } from "./name-in-text.ts";
import { renamedDagLines, renamedTaskLines, renameInPython, type LineRename } from "./plan-rename.ts";

const names = { from: "load", to: "fetch" };
const shown = (lines: readonly LineRename[]): string[] => lines.map(({ number, after, isSure }) => `${number}${isSure ? "!" : "?"} ${after}`);
const dag = { dagId: "claims", others: new Set(["other"]) };

describe("namesWord", () => {
  it.each([["deps: [load]", true], ['"load"', true], ["xcom.load.key", true], ["load-2", true], ["load.", true], ["load_all", false], ["reload", false], ["xload", false], ["", false]])("%s: %s", (text, expected) => {
    expect(namesWord(text, "load")).toBe(expected);
  });
});

describe("renamedTaskLines", () => {
  it("surely renames templates of the DAG's own SQL, and asks about other lines with the word", () => {
    const text = "-- load first\r\nselect {{ xcom.load.rows }}, '{{ xcom_pull('load', 'key') }}'\r\nfrom load_all, load\r\n";
    const lines = renamedTaskLines({ path: "x.sql", text, usedBy: ["claims"] }, names, dag);
    expect(shown(lines)).toEqual(["1? -- fetch first", "2! select {{ xcom.fetch.rows }}, '{{ xcom_pull('fetch', 'key') }}'", "3? from load_all, fetch"]);
    const sure = lines.filter(({ isSure }) => isSure).flatMap(({ changes }) => changes);
    expect(applyChanges(text, sure).text).toBe("-- load first\r\nselect {{ xcom.fetch.rows }}, '{{ xcom_pull('fetch', 'key') }}'\r\nfrom load_all, load\r\n");
  });

  it("is not sure of a file that another DAG with a task of that name uses, or that no DAG uses", () => {
    const text = "select {{ xcom_pull('load') }}";
    for (const usedBy of [["claims", "other"], [], ["other"]]) expect(shown(renamedTaskLines({ path: "x.sql", text, usedBy }, names, dag))).toEqual(["1? select {{ xcom_pull('fetch') }}"]);
    expect(shown(renamedTaskLines({ path: "x.sql", text, usedBy: ["claims", "third"] }, names, dag))).toEqual(["1! select {{ xcom_pull('fetch') }}"]);
  });

  it("surely renames it where a command names the DAG and the task", () => {
    const text = "  bash: dagwright run claims --task load --task load_all\n  bash: dagwright run claim --task load\n  x: npx dagwright runs logs claims -t load";
    expect(shown(renamedTaskLines({ path: "b.dag.yaml", text, usedBy: [] }, names, dag))).toEqual(["1!   bash: dagwright run claims --task fetch --task load_all", "2?   bash: dagwright run claim --task fetch", "3!   x: npx dagwright runs logs claims -t fetch"]);
  });

  it("renames in Python what hands over values, and no other text", () => {
    const text = `xcom_pull("load"); xcom_pull('load', key="load"); xcom_pull(task_id = "load")\ncontext()["xcoms"]["load"]; c["xcoms"].get('load')\nprint("load")`;
    expect(renameInPython(text, names)).toBe(`xcom_pull("fetch"); xcom_pull('fetch', key="load"); xcom_pull(task_id = "fetch")\ncontext()["xcoms"]["fetch"]; c["xcoms"].get('fetch')\nprint("load")`);
    expect(renameInPython(String.raw`xcom_pull(\"load\") xcom_pull(''load'')`, names)).toBe(String.raw`xcom_pull(\"fetch\") xcom_pull(''fetch'')`);
    expect(renameInPython(`xcom_pull("load")`, { from: "load", to: "$&" })).toBe(`xcom_pull("$&")`);
  });
});

describe("renamedDagLines", () => {
  it("surely renames commands that name the DAG, and asks about the rest", () => {
    const text = "dagwright run load && echo load\nload: x\nnode bin/dagwright.mjs runs list load";
    expect(shown(renamedDagLines({ path: "x.sh", text, usedBy: [] }, names))).toEqual(["1! dagwright run fetch && echo load", "2? fetch: x", "3! node bin/dagwright.mjs runs list fetch"]);
  });
});
