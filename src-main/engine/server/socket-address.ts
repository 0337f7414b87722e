/**
 * Where the private socket of a workspace's engine lies: in its data folder, or — when that path is too long for a
 * socket, or the folder's file system has none — under a folder of the user's own, named by a hash of the workspace.
 */
import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, realpathSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { AppError } from "../../../shared/errors/app-error.ts";
import { dataFolder } from "./engine-record.ts";

/** The smallest limit among the systems we run on (macOS: 104 with the closing NUL). */
const maxSocketPathBytes = 103;

/** In the order to try. */
export function socketAddresses(workspace: string, platform: NodeJS.Platform = process.platform): readonly string[] {
  const hash = createHash("sha256").update(realpathSync(workspace)).digest("hex").slice(0, 24);
  if (platform === "win32") return [`\\\\.\\pipe\\dagwright-${userInfo().username}-${hash}`];
  const near = join(dataFolder(workspace), "engine.sock");
  const far = join(runtimeFolder(), `${hash}.sock`);
  return Buffer.byteLength(near) <= maxSocketPathBytes ? [near, far] : [far];
}

/** Makes sure that the folder of a far socket is ours alone; somebody else's folder of that name is refused. */
export function prepareRuntimeFolder(): void {
  const folder = runtimeFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== userInfo().uid) {
    throw new AppError("engine/unavailable", `Folder "${folder}": belongs to somebody else; remove it or set XDG_RUNTIME_DIR to a folder of yours.`, { folder });
  }
  chmodSync(folder, 0o700);
}

/** True for a socket that this user made. Guards a client against a record that came with a foreign workspace. */
export function isOwnSocket(address: string): boolean {
  if (process.platform === "win32") return address.startsWith("\\\\.\\pipe\\dagwright-");
  try {
    const found = lstatSync(address);
    return found.isSocket() && found.uid === userInfo().uid;
  } catch {
    return false;
  }
}

function runtimeFolder(): string {
  return join(process.env["XDG_RUNTIME_DIR"] ?? tmpdir(), `dagwright-${userInfo().uid}`);
}
