/** T10, short: the disk is full for a while. Nothing acknowledged is lost, nothing new starts meanwhile, and work goes on by itself. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { canMountSmallDisk, fullDiskRun, troublesOf } from "./fixtures/full-disk-run.ts";

describe("an engine on a full disk", () => {
  it.skipIf(!canMountSmallDisk())("waits, says so, and goes on when there is space (skipped where no tmpfs can be mounted)", { timeout: 90_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "dagwright-full-"));
    try {
      const seen = await fullDiskRun(folder);
      expect(troublesOf(seen)).toEqual([]);
      expect(seen.recoveredMs).toBeLessThan(20_000);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
