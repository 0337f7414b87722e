/** Binds the registry's keys to the window. A key that is text stays text where text is typed. */
import { tinykeys } from "tinykeys";
import { belongsToText, findCommand, worksInTextField, type CommandId } from "../../shared/commands/commands.ts";
import { runCommand } from "./command-handlers.ts";
import { forgetEarly, keepEarly } from "./early-keys.ts";
import { watchKeys } from "./key-map.ts";

export function bindCommandKeys(target: Window): () => void {
  let unbind = (): void => undefined;
  const unwatch = watchKeys((map) => {
    unbind();
    const owners = new Map<string, CommandId[]>();
    for (const [id, keys] of map) for (const key of keys) owners.set(key, [...(owners.get(key) ?? []), id]);
    unbind = tinykeys(target, Object.fromEntries([...owners].map(([key, ids]) => [key, (event: KeyboardEvent) => press(event, key, ids)])));
  });
  return () => {
    unwatch();
    unbind();
  };
}

function press(event: KeyboardEvent, key: string, ids: readonly CommandId[]): void {
  if (event.defaultPrevented || isBeingRecorded(event.target)) return;
  const inText = isTextField(event.target);
  if (!worksInTextField(key) && (inText || isForDialog(event))) return;
  const meant = ids.filter((id) => {
    const command = findCommand(id);
    return (!event.repeat || command.repeats === true) && !(belongsToText(command) && (inText || isForDialog(event)));
  });
  const isDone = meant.some((id) => runCommand(id, key));
  if (isDone) forgetEarly();
  if (isDone || keepEarly(meant, key)) event.preventDefault();
}

/** Anything a person types text into, the code editor included. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
  return target.closest('[role="textbox"], .monaco-editor') !== null;
}

const modal = '[role="dialog"][aria-modal="true"]';

/** Behind a dialog nothing reacts to single keys, also not to the one that has just closed it. */
function isForDialog(event: Event): boolean {
  return document.querySelector(modal) !== null || event.composedPath().some((target) => target instanceof Element && target.matches(modal));
}

/** Where the keyboard settings wait for a key, it is recorded and does nothing. */
function isBeingRecorded(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[data-records-keys]") !== null;
}
