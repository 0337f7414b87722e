/** The workspace's part of the doctor: its disk takes what the engine must keep there. */
import { existsSync, realpathSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DoctorQuestion } from "./doctor.ts";
import { makeFolder } from "./make-folder.ts";
import { networkKind } from "./network-folder.ts";
import { ownDataFolder } from "./workspace-folder.ts";

const leastFreeBytes = 1024 ** 3;
/** A Unix socket's path is cut beyond this; the engine then uses a shorter place for it. */
const socketPathAtMost = 103;

export function workspaceChecks(workspace: string): DoctorQuestion[] {
  const nearest = existsSync(workspace) ? workspace : process.cwd();
  return [
    { id: "workspace", title: "Workspace", required: true, needed: "a folder that can be written", fix: `choose another folder, or: chmod u+rwx ${JSON.stringify(workspace)}`, look: async () => writableState(workspace) },
    { id: "disk", title: "Free space", required: true, needed: "1 GiB or more", fix: "free some space; old logs lie in .dagwright/logs", look: async () => spaceState(nearest) },
    { id: "filesystem", title: "File system", required: true, needed: "a local disk", fix: "move the workspace to a local disk: the state database is not safe on a network share", look: async () => filesystemState(nearest) },
    { id: "socket", title: "Engine socket", required: false, needed: `a path of at most ${socketPathAtMost} bytes`, fix: "use a folder with a shorter path", look: async () => socketState(workspace) },
  ];
}

function writableState(workspace: string): { ok: boolean; found: string } {
  if (!existsSync(workspace)) return { ok: false, found: `${workspace} is not there` };
  const folder = ownDataFolder(realpathSync(workspace));
  const isNew = !existsSync(folder);
  const probe = join(folder, `doctor-${process.pid}`);
  makeFolder(folder);
  try {
    writeFileSync(probe, "probe", { flag: "wx" });
    return { ok: true, found: workspace };
  } finally {
    rmSync(probe, { force: true });
    if (isNew) rmdirSync(folder);
  }
}

function spaceState(folder: string): { ok: boolean; found: string } {
  const { bavail, bsize } = statfsSync(folder);
  return { ok: bavail * bsize >= leastFreeBytes, found: `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free` };
}

function filesystemState(folder: string): { ok: boolean; found: string } {
  const network = networkKind(folder);
  return { ok: network === null, found: network ?? "local" };
}

function socketState(workspace: string): { ok: boolean; found: string } {
  if (process.platform === "win32") return { ok: true, found: "a named pipe" };
  const bytes = Buffer.byteLength(join(workspace, ".dagwright", "engine.sock"));
  return { ok: bytes <= socketPathAtMost, found: `${bytes} bytes` };
}
