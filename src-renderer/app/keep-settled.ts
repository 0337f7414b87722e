/** Keeps how a document is looked at once that rests, and at the latest when its page or the window goes away. */
import type { HalfPlace } from "./half-context.tsx";
import { keepView } from "./kept-view.ts";

const settleMs = 250;

export interface SettledView {
  /** Read when it is kept, not now. */
  readonly changed: (value: () => unknown) => void;
  readonly stop: () => void;
}

export function keepSettled({ id, shows }: HalfPlace, name: string): SettledView {
  let waiting: (() => unknown) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    if (waiting !== null) keepView(id, shows, name, waiting());
    waiting = null;
  };
  // A window that is closed takes nobody down in order.
  addEventListener("pagehide", keep);
  return {
    changed: (value) => {
      waiting = value;
      clearTimeout(timer);
      timer = setTimeout(keep, settleMs);
    },
    stop: () => {
      removeEventListener("pagehide", keep);
      keep();
    },
  };
}
