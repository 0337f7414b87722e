/** However many runners of a folder are started at one moment, one takes the socket; what a dead one left, the engine clears away. */
import { spawn } from "node:child_process";
import { existsSync, linkSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimSocket, clearDeadSocket } from "./socket-claim.ts";

const many = 5;
let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "dw-claim-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Claims the socket when as many are about to as shall be, and lives until it is told to end. */
const program = `
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const [socket, gate, count] = process.argv.slice(1);
  const { linkSync } = fs;
  let isFirst = true;
  fs.linkSync = (...of) => {
    if (isFirst) fs.appendFileSync(gate, "x");
    isFirst = false;
    while (fs.statSync(gate).size < Number(count)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return linkSync(...of);
  };
  syncBuiltinESMExports();
  const { claimSocket } = await import(${JSON.stringify(new URL("./socket-claim.ts", import.meta.url).href)});
  const server = await claimSocket(socket);
  console.log(server === null ? "lost" : "won");
  process.stdin.resume().once("end", () => process.exit(0));
`;

describe.skipIf(process.platform === "win32")("runners of one folder that start at one moment", () => {
  it("have one among them that is the runner", async () => {
    const socket = path.join(folder, "run.sock");
    const started = Array.from({ length: many }, () => spawn(process.execPath, ["--input-type=module", "-e", program, socket, path.join(folder, "gate"), String(many)], { stdio: ["pipe", "pipe", "inherit"] }));
    try {
      const said = await Promise.all(started.map((child) => new Promise<string>((resolve) => child.stdout.once("data", (text: Buffer) => resolve(text.toString().trim())).once("close", () => resolve("nothing")))));
      expect(said.toSorted()).toEqual([...Array.from({ length: many - 1 }, () => "lost"), "won"]);
      expect(await isAnswered(socket)).toBe(true);
      expect(readdirSync(folder).toSorted()).toEqual(["gate", "run.sock"]);
      await clearDeadSocket(socket);
      expect(await isAnswered(socket)).toBe(true);
    } finally {
      for (const child of started) child.kill("SIGKILL");
    }
  });

  it("are kept from what a dead one left until the engine has cleared it away", async () => {
    const socket = path.join(folder, "run.sock");
    const dead = await claimSocket(socket);
    const kept = path.join(folder, "kept");
    linkSync(socket, kept);
    await new Promise((resolve) => dead?.close(resolve));
    if (!existsSync(socket)) linkSync(kept, socket);
    expect(await claimSocket(socket)).toBeNull();
    await clearDeadSocket(socket);
    const next = await claimSocket(socket);
    expect([next !== null, await isAnswered(socket)]).toEqual([true, true]);
    await new Promise((resolve) => next?.close(resolve));
  });
});

function isAnswered(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket, () => {
      probe.destroy();
      resolve(true);
    }).once("error", () => resolve(false));
  });
}
