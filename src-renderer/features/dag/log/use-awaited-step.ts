/** A step to a match that was asked for before the search had found any: it is made as soon as there is one. */
import { useEffect, useEffectEvent, useRef } from "react";
import type { LogFind } from "./use-log-find.ts";

/** @param go to the line of a match @param here where one stands */
export function useAwaitedStep(find: LogFind, here: () => number, go: (line: number) => void): (by: 1 | -1) => void {
  const awaited = useRef<{ readonly by: 1 | -1; readonly text: string } | null>(null);
  const { hits, isDone, options } = find;
  const step = (by: 1 | -1): void => {
    const line = find.step(by, here());
    if (line !== null) go(line);
    else if (!isDone && options.text !== "") awaited.current = { by, text: options.text };
  };
  const take = useEffectEvent(() => {
    const wanted = awaited.current;
    if (wanted === null) return;
    // Only the end of the search knows the last match, and whether there is none below.
    const isKnown = isDone || (wanted.by === 1 && (hits.at(-1) ?? 0) >= here());
    if (wanted.text === options.text && !isKnown) return;
    awaited.current = null;
    if (wanted.text === options.text) step(wanted.by);
  });
  useEffect(() => take(), [hits, isDone, options.text]);
  return step;
}
