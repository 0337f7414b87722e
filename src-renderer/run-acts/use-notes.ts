/** Notes of one DAG, or of all: read once, read again when somebody writes. Of runs elsewhere those that came with them. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Note } from "../../shared/contract/acts.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";

export interface Notes {
  readonly ofRun: (dagId: string, runId: string) => Note | null;
  readonly ofTask: (dagId: string, runId: string, taskId: string) => Note | null;
}

const keyOf = (dagId: string, runId: string, taskId: string | null): string => `${dagId}\n${runId}\n${taskId ?? ""}`;

/** @param source whose runs; undefined is this machine's */
export function useNotes(dagId: string | undefined, source?: string): Notes {
  const found = useQuery(useRpc().acts.notes.queryOptions({ input: { ...(dagId === undefined ? {} : { dagId }), ...(source === undefined ? {} : { source }) } })).data;
  return useMemo(() => {
    const notes = new Map(found?.notes.map((note) => [keyOf(note.dagId, note.runId, note.taskId), note]));
    return { ofRun: (dag, run) => notes.get(keyOf(dag, run, null)) ?? null, ofTask: (dag, run, task) => notes.get(keyOf(dag, run, task)) ?? null };
  }, [found]);
}
