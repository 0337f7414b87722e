/** The processes of a program, as the machine lists them. */
import { execFileSync } from "node:child_process";

export interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly words: string;
}

/** All that it started, and what those started. */
export function descendants(pid: number): ProcessLine[] {
  const table = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8", maxBuffer: 16 * 1024 * 1024 }).trim().split("\n").flatMap((line): ProcessLine[] => {
    const [, child = "", parent = "", words = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return child === "" ? [] : [{ pid: Number(child), parent: Number(parent), words }];
  });
  const found: ProcessLine[] = [];
  for (let open = [pid]; open.length > 0; ) {
    const children = table.filter(({ parent }) => open.includes(parent));
    found.push(...children);
    open = children.map((child) => child.pid);
  }
  return found;
}

/** Also where it is gone already. */
export function kill(pid: number): void {
  try {
    if (pid > 1) process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
