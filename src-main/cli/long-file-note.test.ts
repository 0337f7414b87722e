import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openWorkspace } from "../platform/workspace-folder.ts";
import type { CliContext } from "./context.ts";
import { noteIfLong, noteIfLongDag } from "./long-file-note.ts";

it("tells of a long file before it is read, and of no other", () => {
  const root = mkdtempSync(join(tmpdir(), "dagwright-long-"));
  try {
    writeFileSync(join(root, "big.dag.yaml"), `dag: big\ntasks:\n${`  # ${"x".repeat(1_000)}\n`.repeat(2_500)}  a: { config_type: EmptyTask }\n`);
    writeFileSync(join(root, "small.dag.yaml"), "dag: small\ntasks:\n  a: { config_type: EmptyTask }\n");
    const notes: string[] = [];
    const context = { note: (line: string) => void notes.push(line) } as CliContext;
    const workspace = openWorkspace(root);
    noteIfLong(context, workspace, ["small.dag.yaml", "none.dag.yaml"]);
    noteIfLongDag(context, workspace, "small");
    expect(notes).toEqual([]);
    noteIfLong(context, workspace, ["big.dag.yaml", "small.dag.yaml"]);
    noteIfLongDag(context, workspace, "big");
    const words = "big.dag.yaml is long (2.5 MB); to read it takes some seconds.";
    expect(notes).toEqual([words, words]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
