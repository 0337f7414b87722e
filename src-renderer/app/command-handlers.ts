/**
 * Who does a command now: screens register what they can do while they are open. The registry in `shared/commands`
 * says which commands exist; this says which of them somebody answers. The screen opened last answers first.
 */
import { useEffect, useEffectEvent } from "react";
import { create } from "zustand";
import { findCommand, isEnabled, type CommandContext, type CommandId } from "../../shared/commands/commands.ts";

/** `key` is the registry key that was pressed; absent from palette, menu or button. */
export type CommandHandler = (key?: string) => void;
export type CommandHandlers = Partial<Record<CommandId, CommandHandler>>;

interface Registered {
  readonly handlers: readonly CommandHandlers[];
  readonly contexts: readonly (readonly CommandContext[])[];
}

const useRegistered = create<Registered>(() => ({ handlers: [], contexts: [] }));

function contextsOf(state: Registered): ReadonlySet<CommandContext> {
  return new Set(state.contexts.flat());
}

export function currentContexts(): ReadonlySet<CommandContext> {
  return contextsOf(useRegistered.getState());
}

export function mayRun(id: CommandId): boolean {
  const state = useRegistered.getState();
  return isEnabled(findCommand(id), contextsOf(state)) && state.handlers.some((handlers) => handlers[id] !== undefined);
}

/** False when nobody can do it now. */
export function runCommand(id: CommandId, key?: string): boolean {
  if (!mayRun(id)) return false;
  useRegistered.getState().handlers.findLast((handlers) => handlers[id] !== undefined)?.[id]?.(key);
  return true;
}

/** Answers these commands while the calling component is mounted. The set of ids must not change between renders. */
export function useCommandHandlers(handlers: CommandHandlers): void {
  const ids = Object.keys(handlers).join(" ");
  const perform = useEffectEvent((id: CommandId, key: string | undefined) => handlers[id]?.(key));
  useEffect(() => {
    const entry: CommandHandlers = Object.fromEntries(ids.split(" ").map((id) => [id, (key?: string) => perform(id as CommandId, key)]));
    useRegistered.setState((state) => ({ handlers: [...state.handlers, entry] }));
    return () => useRegistered.setState((state) => ({ handlers: state.handlers.filter((other) => other !== entry) }));
  }, [ids]);
}

/** Declares what is on screen (a DAG, a run, a log) while the calling component is mounted. */
export function useCommandContexts(...contexts: readonly (CommandContext | false | null | undefined)[]): void {
  const names = contexts.filter((context) => typeof context === "string").join(" ");
  useEffect(() => {
    if (names === "") return;
    const entry = names.split(" ") as CommandContext[];
    useRegistered.setState((state) => ({ contexts: [...state.contexts, entry] }));
    return () => useRegistered.setState((state) => ({ contexts: state.contexts.filter((other) => other !== entry) }));
  }, [names]);
}

/** Calls back with the contexts now and at each change. */
export function watchContexts(listener: (contexts: ReadonlySet<CommandContext>) => void): () => void {
  listener(currentContexts());
  return useRegistered.subscribe((state, before) => {
    if (state.contexts !== before.contexts) listener(contextsOf(state));
  });
}
