/** Tells of runs that end while the window is not in front: by a notification of the system, and by a number at the program's icon. */
import { useEffect, useEffectEvent, useRef } from "react";
import type { RunSummary } from "../../shared/model/run.ts";
import { useHost } from "./host-context.tsx";
import { useEngineClient, useRpcControls } from "../rpc/rpc-provider.tsx";
import { useSettings } from "../features/settings/use-settings.ts";
import { endingKey, noticeOf, worthTelling } from "./gather-notices.ts";

/** Runs of one cause end close together. */
const gatherMs = 1_500;
/** After a notice the next one waits, and gathers what comes meanwhile. */
const restMs = 15_000;

export function useRunNotices(): void {
  const host = useHost();
  const client = useEngineClient();
  const { runs: news } = useRpcControls();
  const settings = useSettings().state?.effective ?? null;
  const waiting = useRef<RunSummary[]>([]);
  const told = useRef(new Set<string>());
  const unseen = useRef(0);

  const hear = useEffectEvent((changed: readonly RunSummary[]): boolean => {
    if (settings === null || document.hasFocus()) return false;
    const fresh = changed.filter((run) => worthTelling(run, settings) && !told.current.has(endingKey(run)));
    for (const run of fresh) told.current.add(endingKey(run));
    waiting.current.push(...fresh);
    unseen.current += fresh.length;
    if (fresh.length > 0) host.setCount(unseen.current);
    return fresh.length > 0;
  });
  const tell = useEffectEvent(async (): Promise<void> => {
    const gathered = waiting.current;
    waiting.current = [];
    const [run] = gathered;
    if (run === undefined || document.hasFocus()) return;
    const detail = gathered.length === 1 ? await client.runs.get({ dagId: run.dagId, runId: run.runId }).catch(() => null) : null;
    const notice = noticeOf(gathered, detail?.tasks ?? null);
    // Who cannot be told by the system sees the number, and the page.
    if (notice !== null) await host.notify(notice).catch(() => undefined);
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let last = Number.NEGATIVE_INFINITY;
    const plan = (): void => {
      timer ??= setTimeout(() => {
        timer = null;
        last = performance.now();
        void tell();
      }, Math.max(gatherMs, last + restMs - performance.now()));
    };
    const unlisten = news.listen((changed) => hear(changed) && plan());
    const seen = (): void => {
      if (unseen.current > 0) host.setCount(0);
      unseen.current = 0;
    };
    addEventListener("focus", seen);
    return () => {
      unlisten();
      removeEventListener("focus", seen);
      if (timer !== null) clearTimeout(timer);
    };
  }, [news, host]);
}
