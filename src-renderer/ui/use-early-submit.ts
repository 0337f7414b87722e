/** Enter that comes before a form has looked up what it needs is kept, and does its work once all is there. */
import { useEffect, useRef, useState } from "react";

export interface EarlySubmit {
  /** For the form: does it now, or keeps it while `isPending`. */
  readonly submit: () => void;
  /** One is kept: the button shows that something goes on. */
  readonly isKept: boolean;
}

/**
 * @param form `isReady`: `act` may be called. `isPending`: it may not yet, and will be by itself. `entered`: what the person
 *   wrote; a submit that was kept is let go when it changes, as it meant something else.
 * A button of such a form is not disabled while `isPending`: browsers take no Enter then.
 */
export function useEarlySubmit(form: { readonly isReady: boolean; readonly isPending: boolean; readonly entered: string }, act: () => void): EarlySubmit {
  const { isReady, isPending, entered } = form;
  const [kept, setKept] = useState<{ readonly entered: string } | null>(null);
  if (kept !== null && (kept.entered !== entered || !(isReady || isPending))) setKept(null);
  // Each is done once, however often the form is ready again.
  const done = useRef<typeof kept>(null);
  useEffect(() => {
    if (kept === null || !isReady || done.current === kept) return;
    done.current = kept;
    act();
  }, [kept, isReady, act]);
  const submit = (): void => {
    if (isReady) act();
    else if (isPending) setKept({ entered });
  };
  return { submit, isKept: kept !== null && isPending };
}
