import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createWorkspaceFiles } from "../platform/workspace-files.ts";
import { openWorkspace } from "../platform/workspace-folder.ts";
import { findMentions } from "./mentions.ts";
import { readDagFile } from "./read-dag-file.ts";

let root: string;
const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-mentions-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("finds files and drafts that name a word, with the DAGs that use them", async () => {
  put("a.dag.yaml", "dag: a\nbase_path: sql\ntasks:\n  load: { config_type: SqlTask, sql: x.sql }\n");
  put("sql/x.sql", "select {{ xcom.load.n }}");
  put("sql/y.sql", "select load_all");
  put("sql/typed.sql", "select 1");
  put("sql/pages.bin", "load");
  put(".dagwright/drafts/z.sql", "load");
  put("node_modules/x.sql", "load");
  put("long.sql", `load${" ".repeat(1024 * 1024)}`);
  const workspace = openWorkspace(root);
  const parts = { files: createWorkspaceFiles(root), dagFiles: () => [readDagFile(workspace, "a.dag.yaml")], drafts: () => new Map([["sql/typed.sql", "-- load"]]) };
  expect(await findMentions(parts, "load")).toEqual({
    files: [
      { path: "a.dag.yaml", usedBy: [] },
      { path: "sql/typed.sql", usedBy: [] },
      { path: "sql/x.sql", usedBy: ["a"] },
    ],
    more: false,
  });
});

it("stops at two hundred files and says so", async () => {
  for (let at = 0; at < 230; at++) put(`sql/${at}.sql`, "load");
  const found = await findMentions({ files: createWorkspaceFiles(root), dagFiles: () => [], drafts: () => new Map() }, "load");
  expect([found.files.length, found.more]).toEqual([200, true]);
});

it("looks at each file once, whatever links lead round in the workspace", async () => {
  put("a.dag.yaml", "dag: a\ntasks:\n  load: { config_type: BashTask, bash: x }\n");
  put("sql/x.sql", "-- load");
  for (const [name, to] of [["round", "."], ["again", "."], ["sql/up", ".."], ["sql/again", "."], ["queries", "sql"], ["other.sql", "sql/x.sql"]] as const) symlinkSync(to, join(root, name));
  const found = await findMentions({ files: createWorkspaceFiles(root), dagFiles: () => [], drafts: () => new Map() }, "load");
  expect([found.files.map(({ path }) => path), found.more]).toEqual([["a.dag.yaml", "sql/x.sql"], false]);
});
