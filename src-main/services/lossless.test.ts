/**
 * Lossless on files that nobody prepared: opened and saved they are the same bytes, and an edit leaves every other line as it was.
 * The foreign files are those that packages bring along.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyEdits } from "../../shared/dag-file/apply-edits.ts";
import type { DagEdit } from "../../shared/dag-file/edit.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { createGitHistory } from "../platform/git-history.ts";
import { createKeptTexts } from "../platform/kept-texts.ts";
import { systemClock } from "../platform/system-clock.ts";
import { createWorkspaceFiles } from "../platform/workspace-files.ts";
import { Documents } from "./documents.ts";

const packages = join(import.meta.dirname, "../../node_modules");
const foreign = yamlFiles(packages, 5).map((path) => [path.slice(packages.length + 1), readFileSync(path)] as const);

let root: string;
let documents: Documents;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-lossless-"));
  documents = new Documents({ files: createWorkspaceFiles(root), kept: createKeptTexts(root), history: createGitHistory(root), clock: systemClock, isTrusted: () => false, onWritten: () => {} });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const long = "x".repeat(50_000);
const tasks = "tasks:\n  a: { config_type: EmptyTask }\n";

/** Each is a DAG; what stands around the tasks is as odd as people's files are. */
const odd: Readonly<Record<string, string>> = {
  CRLF: `dag: d\r\n# note\r\n${tasks.replaceAll("\n", "\r\n")}`,
  "mixed line ends": `dag: d\r\n# note\n${tasks.replace("\n", "\r\n")}`,
  "a byte order mark": `\uFEFFdag: d\n${tasks}`,
  "no final newline": `dag: d\n${tasks.trimEnd()}`,
  "many final newlines": `dag: d\n${tasks}\n\n\n`,
  "tabs in comments and behind values": `dag: d\t# a\ttab\n#\tx\n${tasks}\t\n# end\t`,
  "spaces at line ends": `dag: d   \n   \n${tasks}`,
  "anchors and aliases": `dag: d\nx-a: &a { retries: 1 }\nx-b: *a\nx-c: &list [ 1, 2 ]\nx-d: { <<: *a, more: *list }\n${tasks}`,
  "flow maps over lines": `dag: d\nx: {\n  a: 1,   # one\n  "b": [ 2,\n   3 ] }\n${tasks}`,
  "very long lines": `dag: d\nx: "${long}"\n# ${long}\n${tasks}`,
  "Unicode keys and texts": `dag: d\n"ключ": значение\n鍵: 値 # コメント\nx: "😀 \\u00e9 \u2028 \u0085 \u00a0"\n${tasks}`,
  "block texts": `dag: d\nx: |+2\n    two more\n  text  \n\n\ny: >-\n  folded\n  text\n${tasks}`,
  "document marks and directives": `%YAML 1.2\n---\ndag: d\n${tasks}...\n`,
  "odd numbers and words": `dag: d\nx: [0777, 0x1F, 1e3, .5, +1, ~, NULL, yes, 1_000, 12345678901234567890]\n${tasks}`,
  "quoted keys": `"dag": 'd'\n'x y': ''''\nw:\n  ? z\n  : 1\n${tasks}`,
};

describe("open and save without an edit", () => {
  it.each(Object.entries(odd))("gives the same bytes: %s", async (_, text) => {
    await sameBytes("odd.dag.yaml", Buffer.from(text, "utf8"));
  });

  it("gives the same bytes for the YAML files of packages", async () => {
    expect(foreign.length).toBeGreaterThan(20);
    for (const [name, bytes] of foreign) await sameBytes("foreign.dag.yaml", bytes, name);
  });
});

const edits: readonly (readonly DagEdit[])[] = [
  [{ kind: "setValue", path: "tasks.a.retries", value: 3 }],
  [{ kind: "addTask", id: "made_by_hand", taskKind: "EmptyTask" }],
  [{ kind: "renameTask", from: "a", to: "renamed" }],
  [{ kind: "moveTasks", positions: { a: [1, 2] } }],
];

describe("an edit", () => {
  it.each(Object.entries(odd))("leaves every other line as it was: %s", (_, text) => {
    expect(parseDag(text, { file: "" }).isBroken).toBe(false);
    expect(edits.map((edit) => linesLost(text, edit)).filter((lost) => lost === null)).toEqual([]);
    for (const edit of edits) expect(linesLost(text, edit)?.filter((line) => !line.includes("a: {"))).toEqual([]);
  });

  it("leaves what packages wrote as it was, when it stands in a DAG", () => {
    let taken = 0;
    for (const [name, bytes] of foreign) {
      const inner = bytes.toString("utf8").replace(/^\uFEFF/, "").replace(/^---.*\r?\n/, "").split("\n").map((line) => (line.trim() === "" ? line : `  ${line}`)).join("\n");
      const text = `dag: d\nx-foreign:\n${inner}\n${tasks}`;
      const { isBroken, tasks: found } = parseDag(text, { file: "" });
      // Several documents, or a list at the margin of a block: no DAG could hold it.
      if (isBroken || found.length !== 1) continue;
      taken++;
      for (const edit of edits) expect([name, linesLost(text, edit)?.filter((line) => !line.includes("a: {"))]).toEqual([name, []]);
    }
    expect(taken).toBeGreaterThan(20);
  });

  it("is refused where one file holds two documents, with the reason", () => {
    const text = `dag: one\n${tasks}---\ndag: two\n${tasks}`;
    const result = applyEdits(text, [{ kind: "setValue", path: "owner", value: "x" }]);
    expect(result).toMatchObject({ ok: false, diagnostics: [expect.objectContaining({ severity: "error", message: expect.stringMatching(/document/i) })] });
  });
});

/** Lines of the old text that the new one has not, in order; null when the edit is refused. */
function linesLost(text: string, edit: readonly DagEdit[]): string[] | null {
  const result = applyEdits(text, edit);
  if (!result.ok) return null;
  const now = result.text.split("\n");
  let at = 0;
  return text.split("\n").filter((line, index, all) => {
    const found = now.indexOf(line, at);
    // The last line may get a line end.
    const ended = found < 0 && index === all.length - 1 ? now.findIndex((other, place) => place >= at && other.replace(/\r$/, "") === line) : found;
    if (ended >= 0) at = ended + 1;
    return ended < 0;
  });
}

async function sameBytes(path: string, bytes: Uint8Array, name = path): Promise<void> {
  writeFileSync(join(root, path), bytes);
  const opened = await documents.open(path);
  expect(await documents.save({ path, text: opened.text, baseHash: opened.hash })).toMatchObject({ ok: true });
  expect([name, readFileSync(join(root, path)).equals(bytes)]).toEqual([name, true]);
}

function yamlFiles(folder: string, depth: number): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth === 0 ? [] : yamlFiles(path, depth - 1);
    return entry.isFile() && /\.ya?ml$/.test(entry.name) && statSync(path).size < 200_000 ? [path] : [];
  });
}
