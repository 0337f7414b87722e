/** The list of runs of all DAGs, newest first, filtered as its address says; older pages are read as one scrolls. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, type ReactNode } from "react";
import { mostRunsOfAct } from "../../../shared/contract/acts.ts";
import { formatRoute, navigate } from "../../app/route.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { useDisplayZone } from "../../ui/preferences.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { useNotes } from "../../run-acts/use-notes.ts";
import { keyOfRun, RunChoice } from "./run-choice.tsx";
import { runColumns } from "./run-columns.tsx";
import { RunFilters } from "./run-filters.tsx";
import { filterOf, isNarrowed, type RunsFilter, type RunsRoute } from "./runs-filter.ts";
import styles from "./runs-page.module.css";
import { useRunChoice } from "./use-run-choice.ts";

const pageSize = 200;

export function RunsPage({ route }: { route: RunsRoute }): ReactNode {
  const zone = useDisplayZone();
  const filter = filterOf(route, zone);
  const list = useRuns(filter);
  const runs = list.data?.pages.flatMap((page) => page.runs) ?? [];
  const notes = useNotes(route.dagId);
  const columns = useMemo(() => runColumns(notes), [notes]);
  const choice = useRunChoice(runs, formatRoute(route));
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const readOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  // A search may have come to nothing yet, and goes on by itself.
  const goesOn = runs.length === 0 && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return (
    <Page title={t("Runs")} count={list.data === undefined ? null : `${formatCount(runs.length)}${hasNextPage ? " newest" : ""}`} tools={<RunFilters route={route} />}>
      {list.isPending && <SkeletonRows rows={14} label={t("Loading runs")} />}
      {list.isError && <ErrorState title={t("The runs could not be read")} failure={toFailure(list.error)} onRetry={() => void list.refetch()} />}
      {choice.runs.length > 0 && (
        <RunChoice
          chosen={choice.runs}
          filter={filter}
          mayBeMore={choice.runs.length < mostRunsOfAct && (hasNextPage || choice.runs.length < runs.length)}
          onAll={choice.chooseAll}
          onNone={choice.chooseNone}
        />
      )}
      {runs.length > 0 && (
        <VirtualTable
          label={t("Runs")}
          items={runs}
          columns={columns}
          keyOf={keyOfRun}
          choice={choice.table}
          onOpen={(run) => navigate({ page: "run", dagId: run.dagId, runId: run.runId })}
          onEnd={readOlder}
        />
      )}
      {list.isSuccess && runs.length === 0 && !hasNextPage && <NoRuns route={route} />}
      {isFetchingNextPage && (
        <div className={styles.foot} role="status">
          {route.text === undefined ? t("Reading older runs…") : t("Looking further back…")}
        </div>
      )}
    </Page>
  );
}

function useRuns(filter: RunsFilter) {
  const rpc = useRpc();
  return useInfiniteQuery(
    rpc.runs.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: pageSize, ...filter, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.cursor ?? undefined,
    }),
  );
}

function noRunWords({ dagId, state, runType, from, to, text }: RunsRoute): string {
  if (runType !== undefined || from !== undefined || to !== undefined || text !== undefined) return t("No run fits all of the filters.");
  const whose = dagId === undefined ? t("No run") : t("No run of {{dagId}}", { dagId });
  if (state === undefined) return dagId === undefined ? "" : t("{{dagId}} has not run yet.", { dagId });
  const what = { queued: t("is queued"), running: t("is running"), success: t("has succeeded"), failed: t("has failed") }[state];
  return `${whose} ${what}${state === "queued" || state === "running" ? " now" : ""}.`;
}

function NoRuns({ route }: { route: RunsRoute }): ReactNode {
  if (isNarrowed(route)) {
    return (
      <EmptyState title={t("No run matches")} action={<Button component="a" href={formatRoute({ page: "runs" })} variant="default">{t("Show all runs")}</Button>}>
        {noRunWords(route)}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t("Nothing has run yet")} action={<Button component="a" href={formatRoute({ page: "dags" })}>{t("Choose a DAG to run")}</Button>}>
      {t("Runs of all DAGs show up here as they start.")}
    </EmptyState>
  );
}
