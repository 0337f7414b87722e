/**
 * Finding text in a log: at once in what is loaded; the engine searches the rest while that is still on its way.
 */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import type { LogSnapshot } from "./log-session.ts";
import type { TryRef } from "./use-log-session.ts";

const mostHits = 10_000;

export interface LogSearch {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Lines, counted from 0. */
  readonly hits: readonly number[];
  readonly more: boolean;
  /** Position in `hits`; -1 when there is none. */
  readonly at: number;
  /** Moves to the next (+1) or previous (-1) hit and returns its line. */
  readonly step: (by: 1 | -1, from: number) => number | null;
}

export function useLogSearch(log: LogSnapshot, ref: TryRef): LogSearch {
  const [text, setText] = useState("");
  const [line, setLine] = useState<number | null>(null);
  const wanted = useDeferredValue(text);
  // The buffer grows in place; its line count says when to look again.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const local = useMemo(() => log.buffer.search(wanted, mostHits), [log.buffer, log.lineCount, wanted]);
  const unread = log.phase === "loading" && log.loadedBytes < log.size;
  const remote = useQuery(useRpc().runs.searchLog.queryOptions({ input: { ...ref, text: wanted, limit: mostHits }, enabled: unread && wanted !== "", gcTime: 0 }));

  const hits = useMemo(() => {
    if (!unread || !remote.data) return local;
    // The engine counts lines from 1; what is loaded already is found here, with its colours taken out.
    const rest = remote.data.hits.map((hit) => hit.line - 1).filter((at) => at >= log.lineCount);
    return [...local, ...rest].slice(0, mostHits);
  }, [local, remote.data, unread, log.lineCount]);

  function step(by: 1 | -1, from: number): number | null {
    const start = line ?? from - (by === 1 ? 1 : -1);
    // The list on screen may lag behind the typing; the jump must not.
    const fresh = wanted === text ? hits : log.buffer.search(text, mostHits);
    const next = by === 1 ? (fresh.find((at) => at > start) ?? fresh[0]) : (fresh.findLast((at) => at < start) ?? fresh.at(-1));
    if (next === undefined) return null;
    setLine(next);
    return next;
  }

  function change(next: string): void {
    setText(next);
    setLine(null);
  }

  const at = line === null ? -1 : hits.indexOf(line);
  return { text, setText: change, hits, more: hits.length >= mostHits, at, step };
}
