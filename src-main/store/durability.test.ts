/** What was acknowledged was synced first: read from a trace of the system calls, and shown to fail for a store that does not sync. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const canTrace = process.platform === "linux" && spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;

/** For each "committed": whether the log file was synced since the one before. */
function syncedCommits(synchronous: "FULL" | "OFF"): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), "dagwright-sync-"));
  try {
    const trace = join(folder, "trace");
    const child = new URL("./fixtures/commits.ts", import.meta.url).pathname;
    execFileSync("strace", ["-f", "-o", trace, "-e", "trace=fsync,fdatasync,write", process.execPath, child, join(folder, "state.db"), synchronous], { stdio: "pipe" });
    return readCommits(readFileSync(trace, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCommits(trace: string): boolean[] {
  const commits: boolean[] = [];
  let synced = false;
  for (const line of trace.split("\n")) {
    if (/\b(fsync|fdatasync)\(/.test(line)) synced = true;
    if (line.includes('"opened')) synced = false;
    if (!line.includes('"committed')) continue;
    commits.push(synced);
    synced = false;
  }
  return commits;
}

describe("a commit", () => {
  it.skipIf(!canTrace)("is synced to the disk before it is acknowledged (skipped where there is no strace)", { timeout: 30_000 }, () => {
    expect(syncedCommits("FULL")).toEqual(Array.from({ length: 10 }, () => true));
  });

  it.skipIf(!canTrace)("would be seen not to be, with synchronous OFF: the test above can fail", { timeout: 30_000 }, () => {
    expect(syncedCommits("OFF").filter(Boolean)).toEqual([]);
  });
});
