/**
 * The machine's processes as far as ending a task tree needs them: parent, group, session, start time, and the cookies in their
 * environment. Reads /proc on Linux, asks `ps` elsewhere. Knows nothing of attempts.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { slotVariable, cookieVariable } from "./environment.ts";

/** Names one process for ever: a pid alone is used again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot on Linux; the start as `ps` prints it elsewhere; "" when it could not be read. */
  readonly startTime: string;
  readonly bootId: string;
}

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly startTime: string;
  /** Zombies hold nothing and cannot be killed again. */
  readonly dead: boolean;
}

const linux = process.platform === "linux";

export function readBootId(): string {
  try {
    return linux ? readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() : execFileSync("sysctl", ["-n", "kern.boottime"], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

export function identify(pid: number, bootId: string): ProcessIdentity {
  return { pid, startTime: readRow(pid)?.startTime ?? "", bootId };
}

/** True only for the very process that was identified. */
export function isSame(identity: ProcessIdentity, bootId: string): boolean {
  if (identity.startTime === "" || identity.bootId !== bootId) return false;
  const row = readRow(identity.pid);
  return row !== null && !row.dead && row.startTime === identity.startTime;
}

export function readRow(pid: number): ProcessRow | null {
  if (!linux) return listProcesses().find((row) => row.pid === pid) ?? null;
  try {
    return parseStat(pid, readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return null;
  }
}

export function listProcesses(): ProcessRow[] {
  if (process.platform === "win32") return [];
  if (!linux) return listByPs();
  const rows: ProcessRow[] = [];
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const row = Number.isInteger(pid) ? readRow(pid) : null;
    // Parent 2 is the kernel's thread keeper.
    if (row && row.parent !== 2) rows.push(row);
  }
  return rows;
}

/** The command may hold spaces and brackets, so fields count from the last bracket. */
function parseStat(pid: number, text: string): ProcessRow {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const state = fields[0] ?? "";
  return {
    pid,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    startTime: fields[19] ?? "",
    dead: state === "Z" || state === "X",
  };
}

function listByPs(): ProcessRow[] {
  const text = execFileSync("ps", ["-Ao", "pid=,ppid=,pgid=,sess=,stat=,lstart="], { encoding: "utf8", env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" } });
  return text.split("\n").flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line);
    if (!found) return [];
    const [, pid, parent, group, , stat, startTime] = found;
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, startTime: startTime ?? "", dead: (stat ?? "").startsWith("Z") }];
  });
}

export interface Cookies {
  readonly attempt: string | null;
  readonly slot: string | null;
}

/** What a process was started with. Nothing where its environment is not ours to read. */
export function readCookies(pid: number): Cookies {
  try {
    const text = linux ? readFileSync(`/proc/${pid}/environ`, "utf8") : execFileSync("ps", ["-Ewwp", String(pid), "-o", "command="], { encoding: "utf8" });
    const entries = text.split(linux ? "\0" : /\s+/);
    return { attempt: valueIn(entries, cookieVariable), slot: valueIn(entries, slotVariable) };
  } catch {
    return { attempt: null, slot: null };
  }
}

function valueIn(entries: readonly string[], name: string): string | null {
  const prefix = `${name}=`;
  return entries.find((entry) => entry.startsWith(prefix))?.slice(prefix.length) ?? null;
}
