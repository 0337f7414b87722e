/**
 * Which workspaces the person trusts: a list of real paths in the person's own folder, never in a workspace. Only a native
 * dialog, a command that the person typed, or laying down our own sample may add to it.
 */
import { mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { configFolder } from "./user-folders.ts";

const TrustFile = z.object({ trusted: z.array(z.string()) });

export interface TrustedWorkspaces {
  has(path: string): boolean;
  add(path: string): void;
  remove(path: string): void;
}

export function trustedWorkspaces(file: string = join(configFolder(), "trusted-workspaces.json")): TrustedWorkspaces {
  return {
    has: (path) => read(file).includes(real(path)),
    add: (path) => write(file, [...new Set([...read(file), real(path)])]),
    remove: (path) => write(file, read(file).filter((each) => each !== real(path))),
  };
}

/** A file that cannot be read trusts nothing. */
function read(file: string): string[] {
  try {
    return TrustFile.parse(JSON.parse(readFileSync(file, "utf8"))).trusted;
  } catch {
    return [];
  }
}

function write(file: string, trusted: readonly string[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, `${JSON.stringify({ trusted }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The same folder by another name is the same folder; one that moved away is not. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
