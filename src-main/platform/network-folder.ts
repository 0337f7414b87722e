/** Whether a folder lies on a network: the locks and the shared memory of a write-ahead log cannot be relied on there. */
import { statfsSync } from "node:fs";
import { AppError } from "../../shared/errors/app-error.ts";

/** By the type that statfs tells (Linux). */
const networkTypes: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0xff534d42, "SMB"],
  [0xfe534d42, "SMB 2"],
  [0x517b, "SMB"],
  [0x01021997, "9p"],
  [0x00c36400, "Ceph"],
  [0x47504653, "GPFS"],
  [0x0bd00bd0, "Lustre"],
]);
/** May be sshfs, may be a local disk of another system: told, not refused. */
const fuse = 0x65735546;

type TypeOf = (folder: string) => number;

/** Its name; null for a local one, and where it cannot be asked. */
export function networkKind(folder: string, typeOf: TypeOf = statfsType): string | null {
  const type = askType(folder, typeOf);
  return type === fuse ? "FUSE" : (networkTypes.get(type) ?? null);
}

/** Throws workspace/invalid. */
export function assertLocalDisk(folder: string, typeOf: TypeOf = statfsType): void {
  const kind = networkTypes.get(askType(folder, typeOf));
  if (kind === undefined) return;
  throw new AppError("workspace/invalid", `${folder}: lies on a network file system (${kind}), where the state of runs would not be safe; move the workspace to a local disk.`, { path: folder });
}

function askType(folder: string, typeOf: TypeOf): number {
  try {
    return typeOf(folder) >>> 0;
  } catch {
    return 0;
  }
}

function statfsType(folder: string): number {
  return process.platform === "linux" ? statfsSync(folder).type : 0;
}
