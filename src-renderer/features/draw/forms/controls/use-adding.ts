/** The name of something new is asked for in a field that goes away once it is given: the focus then goes back to the button, never nowhere. */
import { useState, type RefObject } from "react";

export interface Adding {
  readonly isAdding: boolean;
  readonly start: () => void;
  readonly end: () => void;
}

export function useAdding(button: RefObject<HTMLButtonElement | null>): Adding {
  const [isAdding, setAdding] = useState(false);
  return {
    isAdding,
    start: () => setAdding(true),
    end: () => {
      setAdding(false);
      // Who left the field by Tab or by the pointer is in another one already.
      requestAnimationFrame(() => document.activeElement?.matches("input, textarea, select, button, summary") === true || button.current?.focus());
    },
  };
}
