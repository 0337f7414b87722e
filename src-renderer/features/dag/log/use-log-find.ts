/** Finding text in a log: the engine looks through all of it and tells as it goes; what a growing log gains is looked through as it comes. */
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import type { LogQuery, LogTry } from "../../../../shared/contract/logs.ts";
import { mostLogHits } from "../../../../shared/model/log-bounds.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import type { LogSnapshot } from "./log-model.ts";

export type FindOptions = Pick<LogQuery, "text" | "matchCase" | "wholeWord" | "regex">;

export interface LogFind {
  readonly options: FindOptions;
  readonly change: (part: Partial<FindOptions>) => void;
  /** Lines, from 1, in order. */
  readonly hits: readonly number[];
  /** More than these may hold it. */
  readonly total: number;
  /** Looked through to the end. */
  readonly isDone: boolean;
  readonly share: number;
  readonly problem: string | null;
  /** Position in `hits`; -1 when there is none. */
  readonly at: number;
  /** The next (+1) or previous (-1) hit from where it stands, or from a line; it waits for the search while that goes on. */
  readonly step: (by: 1 | -1, from: number) => number | null;
}

interface Found {
  readonly of: string;
  readonly hits: readonly number[];
  readonly total: number;
  readonly share: number;
  readonly isDone: boolean;
  readonly problem: string | null;
  /** The log's lines that were looked through. */
  readonly upTo: number;
}

const nothing: Found = { of: "", hits: [], total: 0, share: 0, isDone: false, problem: null, upTo: 0 };
const typingMs = 120;

export function useLogFind(ref: LogTry, log: LogSnapshot): LogFind {
  const client = useEngineClient();
  const [options, setOptions] = useState<FindOptions>({ text: "" });
  const [found, setFound] = useState<Found>(nothing);
  const [line, setLine] = useState<number | null>(null);
  const { classes, state } = log;
  const of = useMemo(() => JSON.stringify([ref, options, classes, state?.epoch ?? 0]), [ref, options, classes, state?.epoch]);
  const known = useEffectEvent(() => ({ lines: state?.lines ?? 0, found }));

  async function search(from: number, signal: AbortSignal): Promise<void> {
    const before = from === 1 ? nothing : known().found;
    const kept = before.hits.filter((hit) => hit < from);
    const lost = before.hits.length - kept.length;
    const upTo = known().lines;
    const hits = [...kept];
    let total = before.total - lost;
    const base = total;
    try {
      for await (const part of await client.logs.find({ of: ref, query: { ...options, ...(classes === null ? {} : { classes: [...classes] }), ...(from === 1 ? {} : { from }) } }, { signal })) {
        for (const hit of part.lines) if (hits.length < mostLogHits) hits.push(hit);
        total = base + part.total;
        setFound({ of, hits: hits.slice(), total, share: part.size === 0 ? 1 : part.scanned / part.size, isDone: false, problem: null, upTo });
      }
      if (!signal.aborted) setFound({ of, hits, total, share: 1, isDone: true, problem: null, upTo });
    } catch (thrown) {
      if (!signal.aborted) setFound({ of, hits: [], total: 0, share: 1, isDone: true, problem: toFailure(thrown).message, upTo });
    }
  }
  const look = useEffectEvent(search);

  useEffect(() => {
    if (options.text === "") return;
    const stop = new AbortController();
    const timer = setTimeout(() => void look(1, stop.signal), typingMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // Everything that a search depends on is in `of`.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [of]);

  const isBehind = found.of === of && found.isDone && found.problem === null && options.text !== "" && log.isExact && (state?.lines ?? 0) > found.upTo;
  useEffect(() => {
    if (!isBehind) return;
    const stop = new AbortController();
    // The last line may have been half a line.
    void look(Math.max(1, known().found.upTo), stop.signal);
    return () => stop.abort();
  }, [isBehind]);

  const shown = found.of === of && options.text !== "" ? found : nothing;
  function step(by: 1 | -1, from: number): number | null {
    const start = line ?? from - (by === 1 ? 1 : -1);
    const { hits } = shown;
    const next = by === 1 ? (hits[firstAbove(hits, start)] ?? hits[0]) : (hits[firstAbove(hits, start - 1) - 1] ?? hits.at(-1));
    if (next === undefined) return null;
    setLine(next);
    return next;
  }
  const at = line === null ? -1 : shown.hits[firstAbove(shown.hits, line - 1)] === line ? firstAbove(shown.hits, line - 1) : -1;
  const change = (part: Partial<FindOptions>): void => {
    setOptions((before) => ({ ...before, ...part }));
    setLine(null);
  };
  return { options, change, hits: shown.hits, total: shown.total, isDone: shown.isDone, share: shown.share, problem: shown.problem, at, step };
}

/** The index of the first that is above. */
function firstAbove(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
