/**
 * A part of the window that is loaded when it is first shown, as React's `lazy`, but drawn as soon as it has come, and at once when it
 * was loaded ahead: what suspends even for a moment shows a fallback, and React then leaves that on the screen for 300 ms.
 */
import { useEffect, useState, useSyncExternalStore, type ComponentType, type ReactNode } from "react";

export interface Loadable<Props extends object> {
  readonly Component: (props: Props) => ReactNode;
  /** Fetches it before it is needed; resolves when it has come. What goes wrong is told when it is shown. */
  readonly fetchAhead: () => Promise<void>;
}

/** `fallback` is shown until the part has come. */
export function loadable<Props extends object>(load: () => Promise<ComponentType<Props>>, fallback: ReactNode): Loadable<Props> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const current = (): ComponentType<Props> | null => loaded;
  const start = (): Promise<void> => (loading ??= fetched());
  const fetchAhead = (): Promise<void> => start().catch(() => undefined);
  async function fetched(): Promise<void> {
    try {
      loaded = await load();
    } catch (failure) {
      // Asked for again when it is shown again.
      loading = null;
      throw failure;
    }
    for (const listener of listeners) listener();
  }

  function Part(props: Props): ReactNode {
    const Shown = useSyncExternalStore(subscribe, current, current);
    const [failure, setFailure] = useState<{ readonly of: unknown } | null>(null);
    useEffect(() => {
      let isShown = true;
      if (current() === null) start().catch((of: unknown) => isShown && setFailure({ of }));
      return () => void (isShown = false);
    }, []);
    if (failure !== null) throw failure.of;
    if (Shown !== null) return <Shown {...props} />;
    void fetchAhead();
    return fallback;
  }
  return { Component: Part, fetchAhead };
}
