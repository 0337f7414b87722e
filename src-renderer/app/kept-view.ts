/**
 * How a document was looked at: its face, its scroll, what was selected. Kept per workspace, half and document on this
 * machine, so that a tab comes back as it was left, after a restart too. Losing it loses no work.
 */
import { useCallback, useEffect, useState } from "react";
import { useHalfPlace } from "./half-context.tsx";
import { tabOf } from "./tabs.ts";
import { useHalves } from "./use-halves.ts";

const most = 400;
const storageKey = (workspace: string): string => `dagwright.views:${workspace}`;

/** Entries in the order in which they were last written. */
function readAll(workspace: string): Map<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey(workspace)) ?? "[]");
    return new Map(Array.isArray(value) ? value.filter((entry): entry is [string, unknown] => Array.isArray(entry) && typeof entry[0] === "string") : []);
  } catch {
    return new Map();
  }
}

export function keptView(half: number, shows: string, name: string): unknown {
  const { workspace } = useHalves.getState();
  if (workspace === null) return undefined;
  const all = readAll(workspace);
  // A document that moved to the other half looks as it did.
  return all.get(`${half} ${shows} ${name}`) ?? all.get(`${3 - half} ${shows} ${name}`);
}

export function keepView(half: number, shows: string, name: string, value: unknown): void {
  const { workspace } = useHalves.getState();
  if (workspace === null) return;
  const all = readAll(workspace);
  const key = `${half} ${shows} ${name}`;
  all.delete(key);
  all.set(key, value);
  localStorage.setItem(storageKey(workspace), JSON.stringify([...all].slice(-most)));
}

/** What the views of a text are kept as. */
export function textView(path: string): string {
  return `editor ${path}`;
}

/** A file has another name from now on: its query, and its text wherever that is shown, come back as they were. */
export function moveViews(from: string, to: string): void {
  const { workspace } = useHalves.getState();
  if (workspace === null) return;
  const [old, now] = [tabOf({ page: "sql", path: from })?.key ?? "", tabOf({ page: "sql", path: to })?.key ?? ""];
  const moved = [...readAll(workspace)].map(([key, value]) => {
    const place = key.slice(0, 2);
    const rest = key.startsWith(`${old} `, 2) ? `${now}${key.slice(2 + old.length)}` : key.slice(2);
    const text = ` ${textView(from)}`;
    return [`${place}${rest.endsWith(text) ? `${rest.slice(0, -text.length)} ${textView(to)}` : rest}`, value] as const;
  });
  localStorage.setItem(storageKey(workspace), JSON.stringify([...new Map(moved)]));
}

/** A state of the shown document that outlives its page. `isValid` judges what an older version may have left. */
export function useKeptState<T>(name: string, initial: T, isValid: (value: unknown) => value is T): readonly [T, (value: T) => void] {
  const place = useHalfPlace();
  const [state, setState] = useState<T>(() => {
    const kept = place === null ? undefined : keptView(place.id, place.shows, name);
    return isValid(kept) ? kept : initial;
  });
  const change = useCallback(
    (value: T) => {
      setState(value);
      if (place !== null) keepView(place.id, place.shows, name, value);
    },
    [place, name],
  );
  return [state, change];
}

/** Whether the text of this document was left with this very task selected: then it comes back where it was, not to the task. */
export function useCameBack(task: string | null): boolean {
  const place = useHalfPlace();
  const [cameBack] = useState(() => place !== null && task !== null && keptView(place.id, place.shows, leftAt) === task);
  useEffect(() => {
    if (place !== null) keepView(place.id, place.shows, leftAt, task);
  }, [place, task]);
  return cameBack;
}

const leftAt = "text left at";
