import { expect, it } from "vitest";
import type { FileEntry } from "../../shared/contract/files.ts";
import { fileProposals } from "./file-proposals.ts";

const entry = (name: string, kind: FileEntry["kind"] = "file"): FileEntry => ({ name, path: `data/${name}`, kind, size: 2048 });
const folders: Readonly<Record<string, readonly FileEntry[]>> = { data: [entry("old", "folder"), entry("claims.csv"), entry("claims.parquet"), entry("it's.csv")] };
const listFolder = (folder: string): Promise<readonly FileEntry[]> => (folders[folder] === undefined ? Promise.reject(new Error("no such folder")) : Promise.resolve(folders[folder] ?? []));

it("proposes what lies in the folder that is written, and only what the function reads", async () => {
  const text = "select * from read_csv('data/')";
  const found = await fileProposals({ dialect: "duckdb", listFolder }, text, text.indexOf("')"));
  expect(found?.map(({ label, replace }) => [label, replace])).toEqual([["old", { start: 29, end: 29 }], ["claims.csv", { start: 29, end: 29 }]]);
  expect(await fileProposals({ dialect: "duckdb", listFolder }, "select * from read_csv('none/x')", 30)).toEqual([]);
  expect(await fileProposals({ dialect: "postgres", listFolder }, text, 29)).toBeNull();
});
