/** The doctor looks at this very machine, finds what is broken, and leaves nothing behind. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isHealthy, runDoctor, type DoctorFinding } from "./doctor.ts";
import { isRecentNode } from "./doctor-machine.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-doctor-test-"));
  mkdirSync(join(folder, "ws"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ids = ["node", "packages", "build", "desktop-runtime", "display", "chromium", "python3", "uv", "postgres", "sqlite", "duckdb", "workspace", "disk", "filesystem", "socket"];
const by = (findings: readonly DoctorFinding[], id: string): DoctorFinding => findings.find((finding) => finding.id === id) ?? expect.unreachable(`no finding ${id}`);

describe("runDoctor", () => {
  it("answers every question once, with a fix for whatever is wrong and for nothing else", async () => {
    const findings = await runDoctor({ programFolder: join(import.meta.dirname, "..", ".."), workspace: join(folder, "ws") });
    expect(findings.map(({ id }) => id)).toEqual(ids);
    for (const finding of findings) expect([finding.id, finding.fix === null]).toEqual([finding.id, finding.ok]);
    expect(["node", "sqlite", "duckdb", "workspace"].map((id) => by(findings, id).ok)).toEqual([true, true, true, true]);
    expect(by(findings, "sqlite").found).toMatch(/^SQLite 3\.\d+\.\d+, journal wal, synchronous 2$/);
    expect(readdirSync(join(folder, "ws"))).toEqual([]);
  });

  it("finds a program that was neither installed nor built, and a workspace that is not there", async () => {
    mkdirSync(join(folder, "program", "dist", "engine"), { recursive: true });
    writeFileSync(join(folder, "program", "package-lock.json"), "{}");
    writeFileSync(join(folder, "program", "dist", "engine", "main.mjs"), "");
    const findings = await runDoctor({ programFolder: join(folder, "program"), workspace: join(folder, "gone") });
    expect(by(findings, "packages")).toMatchObject({ ok: false, fix: "npm ci --ignore-scripts" });
    expect(by(findings, "build")).toMatchObject({ ok: false, found: "not built: runner, warehouse, cli", fix: "npm run build" });
    expect(by(findings, "workspace")).toMatchObject({ ok: false, found: `${join(folder, "gone")} is not there` });
    expect(isHealthy(findings)).toBe(false);
  });

  it("asks nothing about a workspace that was not named", async () => {
    const findings = await runDoctor({ programFolder: folder, workspace: null });
    expect(findings.some(({ id }) => id === "workspace")).toBe(false);
  });
});

describe("isHealthy", () => {
  it("forgives what only some uses need", () => {
    const finding = { id: "x", title: "X", found: "", needed: "", fix: "do" };
    expect([isHealthy([{ ...finding, ok: false, required: false }]), isHealthy([{ ...finding, ok: false, required: true }])]).toEqual([true, false]);
  });
});

describe("isRecentNode", () => {
  it.each([["20.20.2", false], ["22.13.1", false], ["22.14.0", true], ["24.21.0", true]])("judges %s", (version, ok) => {
    expect(isRecentNode(version)).toBe(ok);
  });
});
