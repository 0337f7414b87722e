/**
 * Ends whole process trees. TERM goes with CONT (a stopped process never sees TERM). After the grace time each process is stopped as soon as it is read, and
 * none is killed before a look has found nobody new or seen every process there is: who is stopped starts no others, still tells whose its children are, and
 * keeps its place under a limit on processes, so that a bomb comes to rest however fast it forks and however long a look takes. Then KILL, looking again until none is left.
 * One look at the process table serves all trees that are being ended. Never signals a process it cannot place. A look that finds none of a tree is believed
 * when it has seen every process there is; where that is not known, several in a row are.
 */
import { execFile } from "node:child_process";
import { readProcessTable, readRow, type ProcessRow, type ProcessTable } from "./process-table.ts";
import { Placing, type Tree, type TreeMembers } from "./tree-members.ts";

export interface EndOptions {
  readonly graceMs: number;
  /** Called once, when no process of the tree is left or it will not die within 10 s of KILL. */
  readonly onGone: (left: number) => void;
}

interface Ending extends TreeMembers {
  readonly tree: Tree;
  readonly options: EndOptions;
  readonly killAt: number;
  readonly signalled: Set<number>;
  /** Start times by pid of those that were stopped, and whether this look has added one. */
  readonly stopped: Map<number, string>;
  hasGrown: boolean;
  /** Since when KILL is sent. */
  killedAt: number | null;
  /** Looks in a row that found none of it. */
  emptyLooks: number;
}

const lookEveryMs = 25;
/** Between looks at what was killed just now, or was not found: it may have been followed by another. */
const chaseEveryMs = 2;
const mostChases = 50;
/** So many that found none are believed. */
const enoughEmptyLooks = 5;
/** One that does not come to rest for so long is killed as it is. */
const mostRestMs = 10_000;
const giveUpMs = 10_000;

export interface TreeKiller {
  end(tree: Tree, options: EndOptions): void;
  /** Looks no more. Who was stopped by then is killed: nobody else would let it go on. */
  dispose(): void;
}

/** Tells of each process as soon as it is read. */
type ReadTable = (onRow: (row: ProcessRow) => void) => ProcessTable;

export function createTreeKiller(readTable: ReadTable = readProcessTable): TreeKiller {
  const endings = new Set<Ending>();
  let timer: NodeJS.Timeout | null = null;
  let firstLook: NodeJS.Immediate | null = null;
  let chases = 0;
  const look = (): void => {
    const now = performance.now();
    const placing = new Placing([...endings]);
    const { rows, isWhole } = readTable((row) => {
      const ending = placing.place(row);
      if (ending !== undefined && now >= ending.killAt && !isSpared(ending, row)) stop(ending, row);
    });
    const found = placing.found(rows);
    const isChase = [...endings].filter((ending) => advance(ending, found.get(ending) ?? [], isWhole) === "chase").length > 0;
    chases = isChase ? chases + 1 : 0;
    timer = endings.size > 0 ? setTimeout(look, isChase && chases <= mostChases ? chaseEveryMs : lookEveryMs) : null;
  };
  const gone = (ending: Ending, left: number): "wait" => {
    endings.delete(ending);
    ending.options.onGone(left);
    return "wait";
  };
  const advance = (ending: Ending, rows: readonly ProcessRow[], isWhole: boolean): "wait" | "chase" => {
    const now = performance.now();
    const left = rows.filter((row) => !isSpared(ending, row));
    ending.emptyLooks = left.length === 0 ? ending.emptyLooks + 1 : 0;
    if (left.length === 0 && !isWhole && ending.emptyLooks < enoughEmptyLooks) return "chase";
    if (left.length === 0) {
      // A leader that was stopped with its group would stay so.
      if (ending.stopped.size > 0) kill(rows);
      return gone(ending, 0);
    }
    if (now < ending.killAt) {
      askToEnd(ending, left);
      return "wait";
    }
    const isAtRest = comesToRest(ending, rows, isWhole) || now > ending.killAt + mostRestMs;
    if (isAtRest) kill(rows);
    if (isAtRest) ending.killedAt ??= now;
    return ending.killedAt !== null && now > ending.killedAt + giveUpMs ? gone(ending, left.length) : "chase";
  };
  return {
    end(tree, options) {
      if (process.platform === "win32") return endOnWindows(tree, options);
      endings.add({ tree, options, killAt: performance.now() + options.graceMs, signalled: new Set(), members: new Map(), stopped: new Map(), hasGrown: false, killedAt: null, emptyLooks: 0 });
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
      for (const ending of endings) killStopped(ending);
      endings.clear();
    },
  };
}

const isSpared = ({ tree }: Ending, { pid }: ProcessRow): boolean => tree.sparesLeader && pid === tree.leader;

function askToEnd({ signalled }: Ending, rows: readonly ProcessRow[]): void {
  for (const { pid } of rows) {
    if (signalled.has(pid)) continue;
    signalled.add(pid);
    signal(pid, "SIGTERM");
    signal(pid, "SIGCONT");
  }
}

/** Those too that another of the tree has let go on. */
function stop(ending: Ending, { pid, group, startTime }: ProcessRow): void {
  const isKnown = ending.stopped.get(pid) === startTime;
  // The group first: the kernel signals it in one go, so that a fork storm inside it cannot outrun us.
  if (!isKnown && group === ending.tree.leader) signal(-group, "SIGSTOP");
  signal(pid, "SIGSTOP");
  ending.stopped.set(pid, startTime);
  ending.hasGrown ||= !isKnown;
}

/** True when nobody of it can have begun unseen: the look has found nobody new, or has seen every process there is and stopped each of them when it was read. */
function comesToRest(ending: Ending, rows: readonly ProcessRow[], isWhole: boolean): boolean {
  const late = rows.filter((row) => ending.stopped.get(row.pid) !== row.startTime);
  const isAtRest = late.length === 0 && (isWhole || !ending.hasGrown);
  for (const row of late) stop(ending, row);
  ending.hasGrown = false;
  return isAtRest;
}

function kill(rows: readonly ProcessRow[]): void {
  for (const { pid } of rows) signal(pid, "SIGKILL");
}

function killStopped({ stopped, tree: { leader } }: Ending): void {
  for (const [pid, startTime] of stopped) {
    if (readRow(pid)?.startTime !== startTime) continue;
    if (pid === leader) signal(-pid, "SIGKILL");
    signal(pid, "SIGKILL");
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone between the look and the signal, or not ours: the next look tells.
  }
}

function endOnWindows(tree: Tree, options: EndOptions): void {
  if (tree.leader === null) return options.onGone(0);
  execFile("taskkill", ["/T", "/F", "/PID", String(tree.leader)], () => options.onGone(0));
}
