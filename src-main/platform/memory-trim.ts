/**
 * Gives memory back to the system when the engine has nothing to do: V8 keeps what starting and a busy hour made it take, and an idle desktop
 * program should be small. A full collection with the `last-resort` flavour takes some 30 ms, so it never runs while tasks do, nor between two that follow each other.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Clock, Disposable } from "../ports/machine.ts";
import { boundYoungSpace } from "./young-space.ts";

type Collect = (options: { type: "major"; execution: "sync"; flavor: "last-resort" }) => void;

const quietMs = 1_000;
/** Whoever started the engine has asked its first questions by then. */
const settledMs = 5_000;
/** Below this many changes there is nothing to give back. */
const worthwhile = 500;

export interface MemoryTrim {
  /** Tasks changed; `isIdle` tells whether anything is left to do. */
  note(changes: number): void;
  /** The engine is up: what that took goes back a moment later, or when it next has nothing to do. */
  started(): void;
  dispose(): void;
}

export function createMemoryTrim(parts: { clock: Clock; isIdle: () => boolean; shrink: () => void }): MemoryTrim {
  let changes = 0;
  let timer: Disposable | null = null;
  let hasHeard = false;
  const collect = findCollect();
  const boundYoung = boundYoungSpace();
  const trim = (): void => {
    timer = null;
    if (!parts.isIdle()) return;
    changes = 0;
    parts.shrink();
    collect?.({ type: "major", execution: "sync", flavor: "last-resort" });
  };
  const settle = (): void => {
    changes = worthwhile;
    if (hasHeard) timer = parts.clock.after(quietMs, trim);
    else trim();
  };
  return {
    started: () => void (timer ??= parts.clock.after(settledMs, settle)),
    note: (count) => {
      boundYoung();
      hasHeard = true;
      changes += count;
      if (changes < worthwhile || !parts.isIdle()) return;
      timer?.dispose();
      timer = parts.clock.after(quietMs, trim);
    },
    dispose: () => timer?.dispose(),
  };
}

function findCollect(): Collect | null {
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("typeof gc === 'function' ? gc : null");
  setFlagsFromString("--no-expose-gc");
  return found as Collect | null;
}
