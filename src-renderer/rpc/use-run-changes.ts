/**
 * Calls back after runs changed, for views that sum up over many of them: not with every event, but once it is quiet for a moment, and at the
 * latest after a while. The timer ends with the component.
 */
import { useEffect, useEffectEvent } from "react";
import type { RunSummary } from "../../shared/model/run.ts";
import { useRpcControls } from "./rpc-provider.tsx";

const quietMs = 300;
const longestMs = 2000;

export function useRunChanges(concerns: (run: RunSummary) => boolean, changed: () => void): void {
  const { runs } = useRpcControls();
  const isConcerned = useEffectEvent(concerns);
  const tell = useEffectEvent(changed);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let since = 0;
    const stop = runs.listen((news) => {
      if (!news.some((run) => isConcerned(run))) return;
      const now = Date.now();
      if (timer === null) since = now;
      else clearTimeout(timer);
      timer = setTimeout(
        () => {
          timer = null;
          tell();
        },
        Math.max(0, Math.min(quietMs, since + longestMs - now)),
      );
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [runs]);
}
