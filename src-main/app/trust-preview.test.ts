/** The trust dialog's lines come from the files as they are, whatever the files hold. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { previewTrust } from "./trust-preview.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-preview-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("previewTrust", () => {
  it("lists what each task would run, in every DAG of the folder", () => {
    mkdirSync(join(folder, "sub"));
    mkdirSync(join(folder, "node_modules"));
    writeFileSync(join(folder, "a.dag.yaml"), "dag: a\ntasks:\n  one: {config_type: BashTask, bash: 'echo 1 &&\n    curl x'}\n  two: {config_type: EmptyTask}\n");
    writeFileSync(join(folder, "sub", "b.dag.yml"), "dag: b\ntasks:\n  py: {python: {file: x.py}}\n  q: {sql: q.sql}\n");
    writeFileSync(join(folder, "node_modules", "c.dag.yaml"), "dag: c\n");
    expect(previewTrust(folder)).toEqual({ dagCount: 2, unreadable: 0, lines: ["a.one: bash: echo 1 && curl x", "b.py: python: x.py", "b.q: sql: q.sql"], moreTasks: 0 });
  });

  it("counts what it does not show and what it cannot read", () => {
    const tasks = Array.from({ length: 40 }, (_, at) => `  t${at}: {bash: 'true'}`).join("\n");
    writeFileSync(join(folder, "many.dag.yaml"), `dag: many\ntasks:\n${tasks}\n`);
    writeFileSync(join(folder, "broken.dag.yaml"), "dag: [\n");
    writeFileSync(join(folder, "huge.dag.yaml"), `# ${"x".repeat(1_100_000)}\n`);
    const preview = previewTrust(folder);
    expect([preview.dagCount, preview.unreadable, preview.lines.length, preview.moreTasks]).toEqual([3, 2, 15, 25]);
  });

  it("shows hidden characters instead of obeying them", () => {
    writeFileSync(join(folder, "a.dag.yaml"), 'dag: a\ntasks:\n  t: {bash: "echo \\u202Ehs.live"}\n');
    expect(previewTrust(folder).lines).toEqual(["a.t: bash: echo \u{fffd}hs.live"]);
  });
});
