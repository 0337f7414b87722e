/**
 * `.dagwright/engine.json`: who serves this workspace and how to reach them. It is information only — the claim decides
 * who may write, and a client still checks that the socket belongs to its own user.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

const EngineRecord = z.object({
  pid: z.number().int().positive(),
  instanceId: z.string(),
  startedAt: z.number(),
  mode: z.enum(["desktop", "server", "cli"]),
  /** Path of the socket, or name of the pipe; null until it listens. */
  socket: z.string().nullable(),
  /** Address of the browser mode, when it is served. Never a token. */
  http: z.object({ url: z.string() }).optional(),
});
export type EngineRecord = z.infer<typeof EngineRecord>;

export function dataFolder(workspace: string): string {
  return join(workspace, ".dagwright");
}

export function writeEngineRecord(workspace: string, record: EngineRecord): void {
  writePrivateFile(recordFile(workspace), `${JSON.stringify(record, null, 2)}\n`);
}

/** Null when there is none or it makes no sense. */
export function readEngineRecord(workspace: string): EngineRecord | null {
  try {
    return EngineRecord.parse(JSON.parse(readFileSync(recordFile(workspace), "utf8")));
  } catch {
    return null;
  }
}

export function removeEngineRecord(workspace: string): void {
  rmSync(recordFile(workspace), { force: true });
}

/** Whole or not at all, and readable by nobody else, not even for an instant. */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
  renameSync(draft, file);
}

function recordFile(workspace: string): string {
  return join(dataFolder(workspace), "engine.json");
}
