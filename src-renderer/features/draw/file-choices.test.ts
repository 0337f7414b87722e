import { describe, expect, it } from "vitest";
import type { FileEntry } from "../../../shared/contract/files.ts";
import { parseDag } from "../../../shared/dag-file/parse-dag.ts";
import { baseOf, choicesOf, listPrograms } from "./file-choices.ts";

const { dag } = parseDag("dag: d\nbase_path: ./load/\ntasks:\n  used: { config_type: SqlTask, sql: x/used.sql }\n", { file: "d.dag.yaml" });

describe("files that may become tasks", () => {
  it("are those below base_path that no task names, a table definition of the same name going with them", () => {
    const paths = ["load/x/used.sql", "load/x/free.sql", "load/ddl/free.sql", "load/ddl/alone.sql", "load/go.sh", "other/no.sql"];
    expect(choicesOf(paths, baseOf(dag), dag).map(({ stem, kind, fields }) => [stem, kind, fields])).toEqual([
      ["free", "SqlTask", { ddl: "ddl/free.sql", sql: "x/free.sql" }],
      ["go", "BashTask", { bash: "go.sh" }],
    ]);
  });

  it("are looked for in folders that hold programs of people, and a folder that cannot be read holds none", async () => {
    const folders: Record<string, string[]> = { "": ["a.sql", "b.txt", "node_modules/", "sub/", "shut/", ".git/"], sub: ["sub/c.py"] };
    const list = async (folder: string): Promise<FileEntry[]> => {
      const names = folders[folder];
      if (names === undefined) throw new Error("no permission");
      return names.map((name) => ({ name: name.replace(/\/$/, "").split("/").at(-1) ?? "", path: name.replace(/\/$/, ""), kind: name.endsWith("/") ? ("folder" as const) : ("file" as const), size: 1 }));
    };
    expect(await listPrograms(list, "")).toEqual(["a.sql", "sub/c.py"]);
  });
});
