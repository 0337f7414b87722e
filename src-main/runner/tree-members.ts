/**
 * Who belongs to which of the trees that are being ended: by group or session, by a cookie in its environment, by the mark of its attempt, or by
 * descent from one that belongs. Says so of each process as soon as it is read, of descent only where the parent was read before.
 */
import { markOf, readMark } from "./attempt-mark.ts";
import { readCookies, type ProcessRow } from "./process-table.ts";

export interface Tree {
  /** Process that leads its own group and session; null if it is gone or cannot be trusted to be the same. */
  readonly leader: number | null;
  /** Values of the cookie variables that mark it. */
  readonly cookies: readonly string[];
  /** A leader that serves the next task too: it holds the group but is no part of what must go. */
  readonly sparesLeader: boolean;
}

export interface TreeMembers {
  readonly tree: Tree;
  /** Start times by pid. Once placed, a process stays placed even if its parent or group is gone. */
  readonly members: Map<number, string>;
}

/** For one look at the process table. */
export class Placing<Of extends TreeMembers> {
  readonly #trees: readonly Of[];
  readonly #byCookie: ReadonlyMap<string, Of>;
  readonly #byMark: ReadonlyMap<string | null, Of>;
  readonly #byLeader: ReadonlyMap<number, Of>;
  readonly #placed = new Map<number, Of>();

  constructor(trees: readonly Of[]) {
    this.#trees = trees;
    this.#byCookie = new Map(trees.flatMap((of) => of.tree.cookies.map((cookie) => [cookie, of] as const)));
    this.#byMark = new Map(trees.flatMap((of) => of.tree.cookies.map((cookie) => [markOf(cookie), of] as const)));
    this.#byLeader = new Map(trees.flatMap((of) => (of.tree.leader === null ? [] : [[of.tree.leader, of] as const])));
  }

  /** Of a process that was read just now. */
  place(row: ProcessRow): Of | undefined {
    if (!mayBelong(row)) return undefined;
    const of = this.#ownerOf(row);
    if (of === undefined) return undefined;
    this.#placed.set(row.pid, of);
    of.members.set(row.pid, row.startTime);
    return of;
  }

  /** All that were read, each with its tree: descent is followed until nothing is added. */
  found(rows: readonly ProcessRow[]): Map<Of, ProcessRow[]> {
    const live = rows.filter(mayBelong);
    for (let grew = true; grew; ) {
      grew = false;
      for (const row of live) if (!this.#placed.has(row.pid) && this.#placeChild(row)) grew = true;
    }
    const found = new Map<Of, ProcessRow[]>();
    for (const row of live) {
      const of = this.#placed.get(row.pid);
      if (of === undefined) continue;
      const its = found.get(of);
      if (its) its.push(row);
      else found.set(of, [row]);
    }
    return found;
  }

  #placeChild(row: ProcessRow): boolean {
    const of = this.#placed.get(row.parent);
    if (of === undefined) return false;
    this.#placed.set(row.pid, of);
    of.members.set(row.pid, row.startTime);
    return true;
  }

  #ownerOf(row: ProcessRow): Of | undefined {
    const known = this.#trees.find(({ members }) => members.get(row.pid) === row.startTime);
    const near = known ?? this.#byLeader.get(row.pid) ?? this.#byLeader.get(row.group) ?? this.#byLeader.get(row.session);
    return near ?? this.#cookieOwner(row.pid) ?? this.#byMark.get(readMark(row.pid) ?? "") ?? this.#placed.get(row.parent);
  }

  #cookieOwner(pid: number): Of | undefined {
    const { attempt, slot } = readCookies(pid);
    // A slot serves one attempt after the other: what says of itself that it is another's is not ours.
    return this.#byCookie.get(attempt ?? slot ?? "");
  }
}

const mayBelong = (row: ProcessRow): boolean => !row.dead && row.pid !== process.pid;
