/**
 * Lists come back where they were left: what scrolls and has a name (`data-keeps-scroll`) is remembered per document. Rows come
 * later than their list, so that it is tried until there is enough to scroll, or the person moves by themselves.
 */
import { useEffect, type RefObject } from "react";
import type { HalfPlace } from "./half-context.tsx";
import { keepView, keptView } from "./kept-view.ts";

const settleMs = 200;
const longestMs = 4_000;

export function useKeepScroll(page: RefObject<HTMLElement | null>, { id, shows }: HalfPlace): void {
  useEffect(() => {
    const element = page.current;
    return element === null ? undefined : keepScroll(element, { id, shows });
  }, [page, id, shows]);
}

function keepScroll(page: HTMLElement, { id, shows }: HalfPlace): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Not kept yet; who leaves at once finds it too. */
  const waiting = new Map<string, number>();
  const keep = (name: string): void => {
    const top = waiting.get(name);
    if (top !== undefined) keepView(id, shows, `scroll ${name}`, top);
    waiting.delete(name);
  };
  page.addEventListener(
    "scroll",
    ({ target }) => {
      const name = target instanceof HTMLElement ? target.dataset["keepsScroll"] : undefined;
      if (name === undefined) return;
      clearTimeout(timers.get(name));
      waiting.set(name, (target as HTMLElement).scrollTop);
      timers.set(name, setTimeout(() => keep(name), settleMs));
    },
    { signal, capture: true, passive: true },
  );
  signal.addEventListener("abort", () => {
    for (const timer of timers.values()) clearTimeout(timer);
    for (const name of waiting.keys()) keep(name);
  });
  restore(page, (name) => keptView(id, shows, `scroll ${name}`), signal);
  return () => stopping.abort();
}

function restore(page: HTMLElement, kept: (name: string) => unknown, signal: AbortSignal): void {
  const done = new WeakSet<HTMLElement>();
  const look = (): void => {
    for (const element of page.querySelectorAll<HTMLElement>("[data-keeps-scroll]")) {
      const top = kept(element.dataset["keepsScroll"] ?? "");
      if (done.has(element) || typeof top !== "number" || element.scrollHeight - element.clientHeight < top) continue;
      done.add(element);
      element.scrollTop = top;
    }
  };
  const watched = new MutationObserver(look);
  const stop = (): void => {
    clearTimeout(timer);
    watched.disconnect();
  };
  const timer = setTimeout(stop, longestMs);
  watched.observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ["style"] });
  for (const kind of ["wheel", "pointerdown", "keydown"] as const) page.addEventListener(kind, stop, { signal, once: true, capture: true, passive: true });
  signal.addEventListener("abort", stop);
  look();
}
