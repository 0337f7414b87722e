/** Keys that are pressed before the window knows what it is a window of. They are done when it does: nobody should have to wait for that, nor press twice. */
import type { CommandId } from "../../shared/commands/commands.ts";
import { currentContexts, runCommand, watchContexts } from "./command-handlers.ts";

/** Who has waited for longer has something else in mind by now. */
const mostMs = 10_000;

interface Early {
  readonly ids: readonly CommandId[];
  readonly key: string;
  readonly at: number;
}

let newest: Early | null = null;

/** Something else was done since. */
export function forgetEarly(): void {
  if (newest !== null) newest = { ...newest, ids: [] };
}

/** Keeps the newest key for the first of these commands that somebody answers then. False once the window knows its workspace: what nobody answers then means nothing. */
export function keepEarly(ids: readonly CommandId[], key: string): boolean {
  if (ids.length === 0 || currentContexts().has("workspace")) return false;
  const isWaiting = newest !== null;
  newest = { ids, key, at: performance.now() };
  if (isWaiting) return true;
  const stop = watchContexts((contexts) => {
    if (!contexts.has("workspace")) return;
    const early = newest;
    newest = null;
    // Not within the change that is being told of: others hear of it, too.
    queueMicrotask(() => {
      stop();
      if (early !== null && performance.now() - early.at <= mostMs) early.ids.some((id) => runCommand(id, early.key));
    });
  });
  return true;
}
