/** Escape, before anybody else hears of the key; nobody does where it ended something. */
import { useEffect, useEffectEvent } from "react";

export function useEscape(cancel: () => boolean): void {
  const onEscape = useEffectEvent(cancel);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || !onEscape()) return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, []);
}
