import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPlaces } from "../../platform/places.ts";
import { openWorkspace } from "../../platform/workspace-folder.ts";
import { readDagBytes, readDagFile } from "../../services/read-dag-file.ts";
import { createLongReader, type LongReader } from "./client.ts";

let root: string;
let reader: LongReader;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-reader-"));
  reader = createLongReader(findPlaces().entry("reader"), root);
});
afterEach(async () => {
  await reader.close();
  rmSync(root, { recursive: true, force: true });
});

describe("the thread that reads long DAG files", () => {
  it("answers what the engine would read itself, slice by slice", async () => {
    const tasks = Array.from({ length: 2_500 }, (_, index) => `  t${index}: { config_type: SqlTask, sql: ${index === 2_000 ? "gone" : "there"}.sql, connection: c${index % 3}, pool: p${index % 7}, deps: [${index === 0 ? "" : `t${index - 1}`}] }\n`);
    writeFileSync(join(root, "there.sql"), "select 1");
    writeFileSync(join(root, "big.dag.yaml"), `dag: big\ntasks:\n${tasks.join("")}ui: { positions: { t0: [1, 2] } }\n`);
    writeFileSync(join(root, "bad.dag.yaml"), "dag: bad\ntasks: {\n");
    const here = openWorkspace(root);
    const [big, bad, none] = await Promise.all(["big.dag.yaml", "bad.dag.yaml", "none.dag.yaml"].map((path) => reader.read(path)));
    expect([big, bad, none]).toEqual(["big.dag.yaml", "bad.dag.yaml", "none.dag.yaml"].map((path) => readDagFile(here, path)));
    expect([big?.tasks.length, big?.refersTo.length, big?.connections.length, big?.names.length]).toEqual([2_500, 2_500, 2_500, 2_500]);
  });

  it("reads a text in place of what the file says", async () => {
    writeFileSync(join(root, "a.dag.yaml"), "dag: a\ntasks: {}\n");
    const text = "dag: a\ntasks:\n  other: { config_type: EmptyTask }\n";
    expect(await reader.read("a.dag.yaml", text)).toEqual(readDagBytes(openWorkspace(root), "a.dag.yaml", Buffer.from(text)));
  });

  it("leaves a file unread, and says so, where it cannot go on", async () => {
    writeFileSync(join(root, "a.dag.yaml"), "dag: a\ntasks: {}\n");
    const lost = createLongReader(join(root, "no-such-program.mjs"), root);
    const [first] = (await lost.read("a.dag.yaml")).diagnostics;
    expect([first?.code, first?.severity]).toEqual(["file/unreadable", "error"]);
    await lost.close();
    // A path of this form is refused before there is a thread.
    const refused = createLongReader("no-such-program", root);
    for (const _time of [1, 2]) expect((await refused.read("a.dag.yaml")).diagnostics[0]?.message).toMatch(/^The file could not be read: The worker script .* once more\.$/s);
    await refused.close();
    const underWay = reader.read("a.dag.yaml");
    await reader.close();
    expect((await underWay).diagnostics.length).toBeGreaterThan(0);
  });
});
