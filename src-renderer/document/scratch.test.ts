import { describe, expect, it } from "vitest";
import { freeScratchPath, isScratchDraft, isScratchPath, queryPath } from "./scratch.ts";

describe("scratch queries", () => {
  it("knows its own paths and no others", () => {
    expect(["queries/untitled-1.sql", "queries/untitled-12.sql", "queries/untitled-0.sql", "queries/untitled.sql", "sql/untitled-1.sql", "queries/untitled-1.sql/x", "queries/a.sql"].map(isScratchPath)).toEqual([true, true, false, false, false, false, false]);
    expect([isScratchDraft({ path: "queries/untitled-1.sql", baseHash: null }), isScratchDraft({ path: "queries/untitled-1.sql", baseHash: "was a file" })]).toEqual([true, false]);
  });

  it("takes the first number that is free, whatever the letter case of a file", () => {
    expect(freeScratchPath([])).toBe("queries/untitled-1.sql");
    expect(freeScratchPath(["queries/untitled-1.sql", "queries/Untitled-2.SQL", "queries/untitled-4.sql"])).toBe("queries/untitled-3.sql");
  });

  it("makes a path of folder and name, and refuses what leads elsewhere", () => {
    expect([queryPath("queries", "claims by day"), queryPath("./queries//old/", "a.SQL"), queryPath("", "a")]).toEqual(["queries/claims by day.sql", "queries/old/a.sql", "a.sql"]);
    for (const name of ["", "  ", ".hidden", "a/b", "a\\b"]) expect(() => queryPath("queries", name)).toThrow("without slashes");
    for (const folder of ["..", "queries/../..", "/etc", "C:\\x", "\\\\server"]) expect(() => queryPath(folder, "a")).toThrow("a folder of this workspace");
  });
});
