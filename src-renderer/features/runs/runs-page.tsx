/** The list of runs of all DAGs, newest first, filtered by state and DAG; older pages are read as one scrolls. */
import { Button, Select } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, type ReactNode } from "react";
import { RunState } from "../../../shared/model/states.ts";
import { formatRoute, navigate, type Route } from "../../app/route.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { StateIcon } from "../../ui/state-badge.tsx";
import { stateLook } from "../../ui/state-look.ts";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { runColumns } from "./run-columns.tsx";
import styles from "./runs-page.module.css";

type RunsRoute = Extract<Route, { page: "runs" }>;

const pageSize = 200;

export function RunsPage({ route }: { route: RunsRoute }): ReactNode {
  const list = useRuns(route);
  const runs = list.data?.pages.flatMap((page) => page.runs) ?? [];
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const readOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return (
    <Page title={t("Runs")} count={list.data === undefined ? null : `${formatCount(runs.length)}${hasNextPage ? " newest" : ""}`} tools={<Filters route={route} />}>
      {list.isPending && <SkeletonRows rows={14} label={t("Loading runs")} />}
      {list.isError && <ErrorState title={t("The runs could not be read")} failure={toFailure(list.error)} onRetry={() => void list.refetch()} />}
      {runs.length > 0 && (
        <VirtualTable
          label={t("Runs")}
          items={runs}
          columns={runColumns}
          keyOf={(run) => `${run.dagId}\n${run.runId}`}
          onOpen={(run) => navigate({ page: "run", dagId: run.dagId, runId: run.runId })}
          onEnd={readOlder}
        />
      )}
      {list.isSuccess && runs.length === 0 && <NoRuns route={route} />}
      {isFetchingNextPage && (
        <div className={styles.foot} role="status">
          {t("Reading older runs…")}
        </div>
      )}
    </Page>
  );
}

function useRuns({ dagId, state }: RunsRoute) {
  const rpc = useRpc();
  return useInfiniteQuery(
    rpc.runs.list.infiniteOptions({
      input: (before: number | undefined) => ({
        limit: pageSize,
        ...(dagId === undefined ? {} : { dagId }),
        ...(state === undefined ? {} : { states: [state] }),
        ...(before === undefined ? {} : { before }),
      }),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: (last) => (last.more ? last.runs.at(-1)?.queuedAt : undefined),
    }),
  );
}

function Filters({ route }: { route: RunsRoute }): ReactNode {
  const dags = useQuery(useRpc().dags.list.queryOptions({ input: {} })).data?.dags ?? [];
  const ids = [...new Set([...dags.map((dag) => dag.dagId), ...(route.dagId === undefined ? [] : [route.dagId])])];
  return (
    <>
      <div className={styles.states} role="group" aria-label={t("State")}>
        {RunState.options.map((state) => (
          <button key={state} type="button" className={styles.state} aria-pressed={route.state === state} onClick={() => go({ dagId: route.dagId, state: route.state === state ? undefined : state })}>
            <StateIcon state={state} />
            {stateLook(state).word}
          </button>
        ))}
      </div>
      <Select aria-label={t("DAG")} placeholder={t("All DAGs")} data={ids} value={route.dagId ?? null} onChange={(dagId) => go({ state: route.state, dagId: dagId ?? undefined })} searchable clearable limit={200} w={220} />
    </>
  );
}

function go({ dagId, state }: { dagId: string | undefined; state: RunState | undefined }): void {
  navigate({ page: "runs", ...(dagId === undefined ? {} : { dagId }), ...(state === undefined ? {} : { state }) }, { replace: true });
}

function noRunWords({ dagId, state }: RunsRoute): string {
  const whose = dagId === undefined ? t("No run") : t("No run of {{dagId}}", { dagId });
  if (state === undefined) return dagId === undefined ? "" : t("{{dagId}} has not run yet.", { dagId });
  const what = { queued: t("is queued"), running: t("is running"), success: t("has succeeded"), failed: t("has failed") }[state];
  return `${whose} ${what}${state === "queued" || state === "running" ? " now" : ""}.`;
}

function NoRuns({ route }: { route: RunsRoute }): ReactNode {
  if (route.dagId !== undefined || route.state !== undefined) {
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
