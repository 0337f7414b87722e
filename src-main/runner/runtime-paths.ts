/**
 * Where runner and engine meet. A unix socket path may have 107 bytes and a workspace's path more, so the socket lives under a
 * hash of the runtime folder in a 0700 folder of the user's own; on Windows it is a named pipe.
 */
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";

export function socketPathOf(runtimeDir: string): string {
  const name = createHash("sha256").update(path.resolve(runtimeDir)).digest("hex").slice(0, 20);
  if (process.platform === "win32") return `\\\\.\\pipe\\dagwright-${userInfo().username}-${name}`;
  return path.join(privateFolder(), `${name}.sock`);
}

/** Creates the folder, or proves that nobody else could have: a shared temporary folder lets strangers be first. */
function privateFolder(): string {
  const base = process.env["XDG_RUNTIME_DIR"];
  const uid = userInfo().uid;
  const folder = base ? path.join(base, "dagwright") : path.join(tmpdir(), `dagwright-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new Error(`Runner folder ${folder}: it belongs to someone else or is open to others; expected your own folder with mode 0700; remove it.`);
  }
  return folder;
}
