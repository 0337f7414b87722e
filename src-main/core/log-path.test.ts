import { describe, expect, it } from "vitest";
import { logPathOf } from "./log-path.ts";

const pathOf = (runId: string): string => logPathOf("d", runId, "t", 1);

describe("the path of a log", () => {
  it("stays below its folder whatever the names are", () => {
    expect(logPathOf("..", "a/b", ".", 2)).toBe("logs/%2E%2E/a%2Fb/%2E/2.log");
    expect(pathOf("manual__2026-01-01T00:00:00+00:00")).toBe("logs/d/manual__2026-01-01T00:00:00+00:00/t/1.log");
    expect(pathOf("")).toBe("logs/d/%/t/1.log");
  });

  it("is another for another run, also when the names are too long for a file system", () => {
    const long = "x".repeat(220);
    expect(pathOf(`${long}1`)).not.toBe(pathOf(`${long}2`));
    for (const runId of [`${long}1`, "é".repeat(300), "/".repeat(300), "𝄞".repeat(100)]) {
      for (const part of pathOf(runId).split("/")) expect(new TextEncoder().encode(part).length).toBeLessThanOrEqual(200);
      expect(pathOf(runId)).not.toContain("\ufffd");
    }
  });
});
