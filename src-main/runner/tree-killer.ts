/**
 * Ends whole process trees. A process belongs to a tree by its group or session, by a cookie in its environment, by the mark of its
 * attempt, or by descent from one that belongs. TERM goes with CONT (a stopped process never sees TERM); after the grace time KILL, looking again until none is left.
 * One look at the process table serves all trees that are being ended. Never signals a process it cannot place.
 */
import { execFile } from "node:child_process";
import { markOf, readMark } from "./attempt-mark.ts";
import { listProcesses, readCookies, type ProcessRow } from "./process-table.ts";

export interface Tree {
  /** Process that leads its own group and session; null if it is gone or cannot be trusted to be the same. */
  readonly leader: number | null;
  /** Values of the cookie variables that mark it. */
  readonly cookies: readonly string[];
  /** A leader that serves the next task too: it holds the group but is no part of what must go. */
  readonly sparesLeader: boolean;
}

export interface EndOptions {
  readonly graceMs: number;
  /** Called once, when no process of the tree is left or it will not die within 10 s of KILL. */
  readonly onGone: (left: number) => void;
}

interface Ending {
  readonly tree: Tree;
  readonly options: EndOptions;
  readonly killAt: number;
  readonly signalled: Set<number>;
  /** Once placed, a process stays placed even if its parent or group is gone. */
  readonly members: Map<number, string>;
}

const lookEveryMs = 25;
const giveUpMs = 10_000;

export interface TreeKiller {
  end(tree: Tree, options: EndOptions): void;
  dispose(): void;
}

export function createTreeKiller(): TreeKiller {
  const endings = new Set<Ending>();
  let timer: NodeJS.Timeout | null = null;
  let firstLook: NodeJS.Immediate | null = null;
  const look = (): void => {
    const found = placeProcesses([...endings]);
    for (const ending of endings) advance(ending, found.get(ending) ?? []);
    if (endings.size > 0) timer = setTimeout(look, lookEveryMs);
    else timer = null;
  };
  const advance = (ending: Ending, rows: readonly ProcessRow[]): void => {
    const now = performance.now();
    const left = rows.filter((row) => !(ending.tree.sparesLeader && row.pid === ending.tree.leader));
    if (left.length === 0 || now > ending.killAt + giveUpMs) {
      endings.delete(ending);
      ending.options.onGone(left.length);
      return;
    }
    if (now >= ending.killAt) return kill(ending, rows);
    for (const row of left) {
      if (ending.signalled.has(row.pid)) continue;
      ending.signalled.add(row.pid);
      signal(row.pid, "SIGTERM");
      signal(row.pid, "SIGCONT");
    }
  };
  return {
    end(tree, options) {
      if (process.platform === "win32") return endOnWindows(tree, options);
      endings.add({ tree, options, killAt: performance.now() + options.graceMs, signalled: new Set(), members: new Map() });
      if (timer !== null) clearTimeout(timer);
      // Trees that end together share the first look.
      timer = null;
      firstLook ??= setImmediate(() => {
        firstLook = null;
        if (timer === null) look();
      });
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
      if (firstLook !== null) clearImmediate(firstLook);
      endings.clear();
    },
  };
}

function kill(ending: Ending, rows: readonly ProcessRow[]): void {
  // The group first: the kernel signals it in one go, so that a fork storm inside it cannot outrun us.
  if (ending.tree.leader !== null && rows.some((row) => row.group === ending.tree.leader)) signal(-ending.tree.leader, "SIGKILL");
  for (const row of rows) signal(row.pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone between the look and the signal, or not ours: the next look tells.
  }
}

/** One pass over the table; a second one follows descent until nothing is added. */
function placeProcesses(endings: readonly Ending[]): Map<Ending, ProcessRow[]> {
  const rows = listProcesses().filter((row) => !row.dead && row.pid !== process.pid);
  const byCookie = new Map(endings.flatMap((ending) => ending.tree.cookies.map((cookie) => [cookie, ending] as const)));
  const byMark = new Map(endings.flatMap((ending) => ending.tree.cookies.map((cookie) => [markOf(cookie), ending] as const)));
  const byLeader = new Map(endings.flatMap((ending) => (ending.tree.leader === null ? [] : [[ending.tree.leader, ending] as const])));
  const placed = new Map<number, Ending>();
  for (const row of rows) {
    const known = endings.find((ending) => ending.members.get(row.pid) === row.startTime);
    const ending = known ?? byLeader.get(row.pid) ?? byLeader.get(row.group) ?? byLeader.get(row.session) ?? cookieOwner(row.pid, byCookie) ?? byMark.get(readMark(row.pid) ?? "");
    if (ending) placed.set(row.pid, ending);
  }
  for (let grew = true; grew; ) {
    grew = false;
    for (const row of rows) {
      const ending = placed.has(row.pid) ? undefined : placed.get(row.parent);
      if (!ending) continue;
      placed.set(row.pid, ending);
      grew = true;
    }
  }
  const found = new Map<Ending, ProcessRow[]>();
  for (const row of rows) {
    const ending = placed.get(row.pid);
    if (!ending) continue;
    ending.members.set(row.pid, row.startTime);
    found.set(ending, [...(found.get(ending) ?? []), row]);
  }
  return found;
}

function cookieOwner(pid: number, byCookie: ReadonlyMap<string, Ending>): Ending | undefined {
  const { attempt, slot } = readCookies(pid);
  // A slot serves one attempt after the other: what says of itself that it is another's is not ours.
  return byCookie.get(attempt ?? slot ?? "");
}

function endOnWindows(tree: Tree, options: EndOptions): void {
  if (tree.leader === null) return options.onGone(0);
  execFile("taskkill", ["/T", "/F", "/PID", String(tree.leader)], () => options.onGone(0));
}
