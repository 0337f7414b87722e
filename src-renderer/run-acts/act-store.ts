/** What is being asked about runs (one dialog at a time), and what was done in this window and can be taken back. */
import { create } from "zustand";
import type { ActKind, ActTarget } from "../../shared/contract/acts.ts";

/** Which tasks besides the named ones. */
export interface ActScope {
  readonly upstream: boolean;
  readonly downstream: boolean;
  readonly onlyFailed: boolean;
  readonly past: boolean;
  readonly future: boolean;
}

export interface RunName {
  readonly dagId: string;
  readonly runId: string;
}

export type ActQuestion =
  | { readonly kind: "tasks"; readonly act: ActKind; readonly targets: readonly ActTarget[]; readonly scope?: Partial<ActScope> }
  | { readonly kind: "cancel"; readonly runs: readonly RunName[] }
  | { readonly kind: "note"; readonly run: RunName; readonly taskId: string | null };

interface ActState {
  readonly question: ActQuestion | null;
  /** Entries of the trail, the newest last, each with what takes the notice of it away. */
  readonly done: readonly { readonly entry: number; readonly hide: () => void }[];
  /** Acts that were asked for and have not been answered: their outcome may be on screen already. */
  readonly going: readonly Promise<unknown>[];
}

export const useActStore = create<ActState>(() => ({ question: null, done: [], going: [] }));

const mostRemembered = 50;

/** Opens the dialog that shows what would be done: from a panel, a grid, a list. */
export function askAct(question: ActQuestion): void {
  useActStore.setState({ question });
}

export function closeAct(): void {
  useActStore.setState({ question: null });
}

/** Whether its dialog is still there: an act may go on behind it, and another be asked meanwhile. */
export function isAsked(question: ActQuestion): boolean {
  return useActStore.getState().question === question;
}

/** Closes the dialog of this question only. */
export function endAct(question: ActQuestion): void {
  if (isAsked(question)) closeAct();
}

/** An act counts as the newest from the moment it is asked for, though what takes it back comes with its answer. Who asked tells of its failure. */
export function followAct(act: Promise<unknown>): void {
  useActStore.setState(({ going }) => ({ going: [...going, act] }));
  const leave = (): void => useActStore.setState(({ going }) => ({ going: going.filter((one) => one !== act) }));
  act.then(leave, leave);
}

const newestEntry = (): number | null => useActStore.getState().done.at(-1)?.entry ?? null;

/** The entry that undo is meant for: of the act that still goes on, once it is answered; never of one before it. Null when that one left nothing to take back. */
export async function entryToUndo(): Promise<number | null> {
  const before = newestEntry();
  const { going } = useActStore.getState();
  if (going.length === 0) return before;
  await Promise.allSettled(going);
  const after = newestEntry();
  return after === before ? null : after;
}

export function rememberAct(entry: number, hide: () => void): void {
  useActStore.setState(({ done }) => ({ done: [...done, { entry, hide }].slice(-mostRemembered) }));
}

export function forgetAct(entry: number): void {
  for (const one of useActStore.getState().done) if (one.entry === entry) one.hide();
  useActStore.setState(({ done }) => ({ done: done.filter((one) => one.entry !== entry) }));
}
