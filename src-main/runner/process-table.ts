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

export interface ProcessTable {
  readonly rows: readonly ProcessRow[];
  /** Every process that lives now was looked at: none has begun unseen while the table was read. Never true but on Linux. */
  readonly isWhole: boolean;
}

export const listProcesses = (): ProcessRow[] => [...readProcessTable().rows];

/**
 * Reading takes its time: one may end before it is looked at, and have started another after the names were read. So those are looked at too
 * whose pids were given meanwhile, until there are none; and those given just before, which the kernel may not have shown yet.
 * `onRow` is told of each as soon as it is read.
 */
export function readProcessTable(onRow: (row: ProcessRow) => void = () => {}): ProcessTable {
  if (process.platform === "win32") return { rows: [], isWhole: false };
  if (!linux) return { rows: listByPs(onRow), isWhole: false };
  const rows = new Map<number, ProcessRow | null>();
  const read = (pid: number): void => {
    if (rows.get(pid)) return;
    const row = readRow(pid);
    rows.set(pid, row);
    if (row !== null && !isOfKernel(row)) onRow(row);
  };
  let given = newestPid();
  const first = given === null ? null : Math.max(1, given - hiddenPids);
  for (const name of readdirSync("/proc")) if (Number.isInteger(Number(name))) read(Number(name));
  let isWhole = false;
  for (let round = 0, from = first; round < mostRounds && !isWhole && from !== null && given !== null; round += 1) {
    const now = newestPid();
    if (now === null || now < given) break;
    for (let pid = from; pid <= now; pid += 1) if (rows.get(pid) || !isThread(pid)) read(pid);
    isWhole = now === given && round > 0;
    [from, given] = [given + 1, now];
  }
  return { rows: [...rows.values()].filter((row) => row !== null && !isOfKernel(row)) as ProcessRow[], isWhole };
}

/** Parent 2 is the kernel's thread keeper. */
const isOfKernel = ({ parent }: ProcessRow): boolean => parent === 2;

/** So many pids before the newest belong to processes that may still be on their way into the table. */
const hiddenPids = 64;
const mostRounds = 20;

/** A thread has a number of the same kind, and is no process. */
function isThread(pid: number): boolean {
  try {
    return Number(/^Tgid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? pid) !== pid;
  } catch {
    return false;
  }
}

/** The last pid that was given; null where the kernel does not say. It begins anew at its greatest. */
function newestPid(): number | null {
  try {
    return Number(/(\d+)\s*$/.exec(readFileSync("/proc/loadavg", "latin1"))?.[1] ?? Number.NaN) || null;
  } catch {
    return null;
  }
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

function listByPs(onRow: (row: ProcessRow) => void): ProcessRow[] {
  const text = execFileSync("ps", ["-Ao", "pid=,ppid=,pgid=,sess=,stat=,lstart="], { encoding: "utf8", env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" } });
  const rows = text.split("\n").flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line);
    if (!found) return [];
    const [, pid, parent, group, , stat, startTime] = found;
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, startTime: startTime ?? "", dead: (stat ?? "").startsWith("Z") }];
  });
  for (const row of rows) onRow(row);
  return rows;
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
