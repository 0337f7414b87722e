/**
 * Who does a command now: screens register what they can do while they are open. The registry in `shared/commands`
 * says which commands exist; this says which of them somebody answers. The screen opened last answers first; of two
 * halves of the window only the active one answers.
 */
import { useEffect, useEffectEvent } from "react";
import { create } from "zustand";
import { findCommand, isEnabled, type CommandContext, type CommandId } from "../../shared/commands/commands.ts";
import { useHalfPlace } from "./half-context.tsx";
import { useHalves } from "./use-halves.ts";

/** `key` is the registry key that was pressed; absent from palette, menu or button. */
export type CommandHandler = (key?: string) => void;
export type CommandHandlers = Partial<Record<CommandId, CommandHandler>>;

interface Registered {
  readonly handlers: readonly { readonly half: number | null; readonly does: CommandHandlers }[];
  readonly contexts: readonly { readonly half: number | null; readonly are: readonly CommandContext[] }[];
}

const useRegistered = create<Registered>(() => ({ handlers: [], contexts: [] }));

/** Null stands outside of both halves, and is always meant. */
const isMeant = ({ half }: { readonly half: number | null }): boolean => half === null || half === useHalves.getState().active;

export function currentContexts(): ReadonlySet<CommandContext> {
  return new Set(useRegistered.getState().contexts.filter(isMeant).flatMap((entry) => entry.are));
}

export function mayRun(id: CommandId): boolean {
  return isEnabled(findCommand(id), currentContexts()) && handlerOf(id) !== undefined;
}

function handlerOf(id: CommandId): CommandHandler | undefined {
  return useRegistered.getState().handlers.findLast((entry) => isMeant(entry) && entry.does[id] !== undefined)?.does[id];
}

/** False when nobody can do it now. */
export function runCommand(id: CommandId, key?: string): boolean {
  if (!mayRun(id)) return false;
  handlerOf(id)?.(key);
  return true;
}

/** Answers these commands while the calling component is mounted. The set of ids must not change between renders. */
export function useCommandHandlers(handlers: CommandHandlers): void {
  const ids = Object.keys(handlers).join(" ");
  const half = useHalfPlace()?.id ?? null;
  const perform = useEffectEvent((id: CommandId, key: string | undefined) => handlers[id]?.(key));
  useEffect(() => {
    if (ids === "") return;
    const entry = { half, does: Object.fromEntries(ids.split(" ").map((id) => [id, (key?: string) => perform(id as CommandId, key)])) as CommandHandlers };
    useRegistered.setState((state) => ({ handlers: [...state.handlers, entry] }));
    return () => useRegistered.setState((state) => ({ handlers: state.handlers.filter((other) => other !== entry) }));
  }, [ids, half]);
}

/** Declares what is on screen (a DAG, a run, a log) while the calling component is mounted. */
export function useCommandContexts(...contexts: readonly (CommandContext | false | null | undefined)[]): void {
  const names = contexts.filter((context) => typeof context === "string").join(" ");
  const half = useHalfPlace()?.id ?? null;
  useEffect(() => {
    if (names === "") return;
    const entry = { half, are: names.split(" ") as CommandContext[] };
    useRegistered.setState((state) => ({ contexts: [...state.contexts, entry] }));
    return () => useRegistered.setState((state) => ({ contexts: state.contexts.filter((other) => other !== entry) }));
  }, [names, half]);
}

/** Calls back with the contexts now and at each change. */
export function watchContexts(listener: (contexts: ReadonlySet<CommandContext>) => void): () => void {
  const tell = (): void => listener(currentContexts());
  tell();
  const stops = [useRegistered.subscribe((state, before) => state.contexts !== before.contexts && tell()), useHalves.subscribe((state, before) => state.active !== before.active && tell())];
  return () => stops.forEach((stop) => stop());
}
