/** T10, short: the disk is full for a while, or no file may grow. Nothing acknowledged is lost, nothing new starts meanwhile, and work goes on by itself. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { canMountSmallDisk, fullDiskRun, troublesOf } from "./fixtures/full-disk-run.ts";

describe("an engine on a full disk", () => {
  // Engines that are killed meanwhile are the benchmark's.
  it.skipIf(!canMountSmallDisk()).each(["full", "limit"] as const)("waits, says so, and goes on when there is space (skipped where no tmpfs can be mounted): %s", { timeout: 180_000 }, async (how) => {
    const folder = mkdtempSync(join(tmpdir(), "dagwright-full-"));
    try {
      const seen = await fullDiskRun(folder, how);
      expect(troublesOf(seen)).toEqual([]);
      expect(seen.recoveredMs).toBeLessThan(20_000);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
