/**
 * The mark that a process keeps when it clears its environment, leaves its session and loses its parent: a soft limit on file locks
 * with a number of the attempt's own. Linux hands it on to every child and has not obeyed it since 2.4.25, so it changes nothing else.
 * Elsewhere there is no such thing, and a process that has put off all else is lost.
 */
import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";

const isLinux = process.platform === "linux";
/** What shells call that limit; of others we do not know. */
const letters: ReadonlyMap<string, string> = new Map([["bash", "x"], ["dash", "w"], ["busybox", "w"]]);

/** 24 hexadecimal digits; the first twelve are the mark. */
export function slotOfAttempt(attemptId: string): string {
  return createHash("sha256").update(attemptId).digest("hex").slice(0, 24);
}

/** Null where marks do not exist. */
export function markOf(attemptId: string): string | null {
  return isLinux ? String(Number.parseInt(slotOfAttempt(attemptId).slice(0, 12), 16)) : null;
}

/** Makes the command by which this shell takes a mark and hands it on; "" for shells that cannot. */
export function shellMarker(program: string): (attemptId: string) => string {
  const letter = isLinux ? letters.get(nameOf(program)) : undefined;
  return letter === undefined ? () => "" : (attemptId) => `ulimit -S${letter} ${markOf(attemptId)}; `;
}

/** The mark of a process; null where it has none or cannot be asked. */
export function readMark(pid: number): string | null {
  if (!isLinux) return null;
  try {
    return /^Max file locks +(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, "latin1"))?.[1] ?? null;
  } catch {
    return null;
  }
}

function nameOf(program: string): string {
  try {
    return path.basename(realpathSync(program));
  } catch {
    return "";
  }
}
