import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openFifoStore } from "./fifo-store.ts";
import { openLauncher } from "./launcher.ts";
import { openWarmShells } from "./warm-shells.ts";

const folder = mkdtempSync(path.join(tmpdir(), "launcher-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === "win32")("what waits for the next tasks", () => {
  it("is left out where it cannot be made, which ends nothing", () => {
    const pipes = path.join(folder, "gone");
    const launcher = openLauncher(pipes, folder, () => {});
    rmSync(pipes, { recursive: true });
    expect(() => launcher.refill()).not.toThrow();
    launcher.dispose();
  });

  it("is not made any more once the runner ends", () => {
    const fifos = openFifoStore(path.join(folder, "pipes"));
    let taken = 0;
    const counted = { ...fifos, take: () => ((taken += 1), fifos.take()) };
    const shells = openWarmShells({ fifos: counted, folder, env: {}, bash: null });
    shells.refill();
    const before = taken;
    shells.dispose();
    shells.refill();
    expect([before, taken]).toEqual([2, 2]);
    fifos.dispose();
  });
});
