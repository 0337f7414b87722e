/**
 * What the browser mode of a workspace keeps between starts: its port, and the seed from which open pages' tickets are made.
 * It lies in the person's own folder and not in the workspace, because a workspace from elsewhere could bring a seed that
 * somebody knows.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { configFolder } from "./user-folders.ts";

const Kept = z.object({ workspace: z.string(), port: z.number().int().min(0).max(65_535), seed: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
type Kept = z.infer<typeof Kept>;

export interface BrowserMemory {
  /** 0 when there was none yet. */
  port(): number;
  seed(): Buffer;
  keepPort(port: number): void;
  /** Makes all tickets so far worthless. */
  forgetPages(): void;
}

/** `workspace`: its real path. A file that cannot be read or belongs to another workspace is as none. */
export function browserMemory(workspace: string, folder: string = join(configFolder(), "browser")): BrowserMemory {
  const file = join(folder, `${createHash("sha256").update(workspace).digest("hex").slice(0, 24)}.json`);
  const read = (): Kept => {
    const found = readKept(file);
    return found?.workspace === workspace ? found : write({ workspace, port: 0, seed: randomBytes(32).toString("base64url") });
  };
  const write = (kept: Kept): Kept => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(`${file}.new`, { force: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    renameSync(`${file}.new`, file);
    return kept;
  };
  return {
    port: () => read().port,
    seed: () => Buffer.from(read().seed, "base64url"),
    keepPort: (port) => void write({ ...read(), port }),
    forgetPages: () => void write({ ...read(), seed: randomBytes(32).toString("base64url") }),
  };
}

function readKept(file: string): Kept | null {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
