/** T10: the disk is full for a while. Nothing acknowledged is lost, nothing new starts meanwhile, and work goes on by itself. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const unshare = process.getuid?.() === 0 ? ["unshare", "-m"] : ["unshare", "-rm"];
const canMount = process.platform === "linux" && spawnSync("sh", ["-c", `${unshare.join(" ")} mount -t tmpfs tmpfs /mnt`]).status === 0;

describe("an engine on a full disk", () => {
  it.skipIf(!canMount)("waits, says so, and goes on when there is space (skipped where no tmpfs can be mounted)", { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "dagwright-full-"));
    try {
      const child = new URL("./fixtures/full-disk.ts", import.meta.url).pathname;
      const script = `mount -t tmpfs -o size=12m tmpfs "$0" && exec "$1" "$2" "$0" "$3"`;
      const small = join(folder, "small");
      execFileSync("mkdir", [small]);
      const output = execFileSync(unshare[0] ?? "", [...unshare.slice(1), "sh", "-c", script, small, process.execPath, child, join(folder, "ledger")], { encoding: "utf8", timeout: 50_000 });
      const seen = JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
      expect(seen).toMatchObject({ state: "success", successes: 60, starts: 60, distinct: 60 });
      expect(String(seen["trouble"])).toContain("free some disk space");
      expect(Number(seen["stillAt"]) - Number(seen["stuckAt"])).toBe(0);
      expect(Number(seen["recoveredMs"])).toBeLessThan(20_000);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
