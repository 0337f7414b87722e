/** The draft of a backfill and its plan, which follows what is typed. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Backfill, BackfillInput, BackfillPlan, Reprocess } from "../../../../shared/contract/backfills.ts";
import type { Dag } from "../../../../shared/model/dag.ts";
import { toFailure, type Failure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { daysOfRange, type BackfillRange } from "./backfill-ask.ts";
import { firstFields, readDraft } from "../run-form/run-draft.ts";
import type { FieldValue } from "../run-form/param-form.ts";

export interface BackfillDraft {
  /** Days, as the field gives them. */
  readonly from: string;
  readonly to: string;
  readonly reprocess: Reprocess;
  readonly tasks: readonly string[];
  readonly upstream: boolean;
  readonly downstream: boolean;
  readonly backwards: boolean;
  readonly maxActiveRuns: number;
  /** Whether its runs get the values below, or their own. */
  readonly hasValues: boolean;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly conf: string;
}

export interface BackfillForm {
  readonly draft: BackfillDraft;
  readonly set: (change: Partial<BackfillDraft>) => void;
  /** By field: `params.name`, `conf`. */
  readonly problems: Readonly<Record<string, string>>;
  /** Of the page that is shown; null before the first. */
  readonly plan: BackfillPlan | null;
  /** Another plan is on its way: nothing is begun meanwhile. */
  readonly isStale: boolean;
  readonly failure: Failure | null;
  readonly offset: number;
  readonly setOffset: (offset: number) => void;
  readonly starting: boolean;
  /** The plan was another one by the time it was to begin: it is shown anew. */
  readonly isChanged: boolean;
  readonly start: () => void;
}

export const rowsOfPage = 50;
const typingMs = 200;
const dayMs = 86_400_000;

export function useBackfillForm(dag: Dag, range: BackfillRange | null, onStarted: (backfill: Backfill) => void): BackfillForm {
  const rpc = useRpc();
  const cache = useQueryClient();
  const [draft, setDraft] = useState(() => firstDraft(dag, range));
  const [offset, setOffset] = useState(0);
  const values = useMemo(() => readDraft(dag, { fields: draft.fields, conf: draft.conf, logicalDate: "", tasks: [] }), [dag, draft.fields, draft.conf]);
  const problems = draft.hasValues ? values.problems : {};
  const ask = useMemo(() => askOf(dag, draft, values.input), [dag, draft, values.input]);
  const [asked] = useDebouncedValue(ask, typingMs);
  const page = { ...asked, offset, limit: rowsOfPage };
  const query = useQuery({ ...rpc.backfills.plan.queryOptions({ input: page }), enabled: asked.from !== "" && asked.to !== "", staleTime: 0, gcTime: 0, retry: false, placeholderData: keepPreviousData });
  const start = useMutation(
    rpc.backfills.start.mutationOptions({
      onSuccess: (begun) => {
        if (begun.kind === "started") return onStarted(begun.backfill);
        setOffset(0);
        void cache.invalidateQueries({ queryKey: rpc.backfills.plan.key() });
      },
    }),
  );
  const error = start.error ?? query.error;
  return {
    draft,
    set: (change) => {
      setDraft((before) => ({ ...before, ...change }));
      setOffset(0);
      start.reset();
    },
    problems,
    plan: query.data ?? null,
    isStale: asked !== ask || query.isFetching || query.isPlaceholderData || query.isError || Object.keys(problems).length > 0,
    failure: error === null ? null : toFailure(error),
    offset,
    setOffset,
    starting: start.isPending,
    isChanged: start.data?.kind === "changed",
    start: () => query.data !== undefined && start.mutate({ ...asked, stamp: query.data.stamp }),
  };
}

function firstDraft(dag: Dag, range: BackfillRange | null): BackfillDraft {
  const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const days = range === null ? { from: dayOf(Date.now() - 7 * dayMs), to: dayOf(Date.now() - dayMs) } : daysOfRange(dag, range);
  return { ...days, reprocess: "none", tasks: range?.tasks ?? [], upstream: false, downstream: false, backwards: false, maxActiveRuns: dag.maxActiveRuns, hasValues: false, fields: firstFields(dag, {}), conf: "{}" };
}

function askOf(dag: Dag, draft: BackfillDraft, { params, conf }: { readonly params?: Record<string, unknown> | undefined; readonly conf?: Record<string, unknown> | undefined }): BackfillInput {
  const { from, to, reprocess, tasks, upstream, downstream, backwards, maxActiveRuns, hasValues } = draft;
  return {
    ...{ dagId: dag.id, from, to, reprocess, backwards, maxActiveRuns },
    ...(tasks.length === 0 ? {} : { tasks: [...tasks], upstream, downstream }),
    ...(hasValues ? { params: params ?? {}, conf: conf ?? {} } : {}),
  };
}
