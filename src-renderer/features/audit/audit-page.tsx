/** The audit trail: who did what, when, to which runs, and why. Filtered, exported, and taken back from here. */
import { Button, Select, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Download, Search } from "lucide-react";
import { useCallback, useDeferredValue, useState, type ReactNode } from "react";
import { AuditAct, type AuditEntry, type AuditFilter } from "../../../shared/contract/audit.ts";
import { ActorKind } from "../../../shared/model/actor.ts";
import { navigate, type AuditRoute } from "../../app/route.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { actorWords, auditWords } from "../../run-acts/act-words.ts";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { auditColumns } from "./audit-columns.tsx";
import { EntryDialog } from "./entry-dialog.tsx";
import { useAuditExport } from "./use-audit-export.ts";

const pageSize = 200;

/** What the address does not say. */
interface Choices {
  readonly act: AuditAct | null;
  readonly by: ActorKind | null;
  readonly text: string;
  /** Days, as `date` fields give them, in UTC; empty for any. */
  readonly since: string;
  readonly until: string;
}

export function AuditPage({ route }: { route: AuditRoute }): ReactNode {
  const [choices, setChoices] = useState<Choices>({ act: null, by: null, text: "", since: "", until: "" });
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const filter = filterOf(route, useDeferredValue(choices));
  const list = useTrail(filter);
  const { exporting, save } = useAuditExport(filter);
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const readOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return (
    <Page
      title={t("Audit trail")}
      count={list.data === undefined ? null : hasNextPage ? t("{{count}} newest", { count: entries.length }) : formatCount(entries.length)}
      tools={
        <>
          <Filters route={route} choices={choices} onChange={setChoices} />
          <Button variant="default" leftSection={<Download size={14} />} loading={exporting} disabled={entries.length === 0} onClick={save}>
            {t("Export as JSON")}
          </Button>
        </>
      }
    >
      {list.isPending && <SkeletonRows rows={14} label={t("Loading the audit trail")} />}
      {list.isError && <ErrorState title={t("The audit trail could not be read")} failure={toFailure(list.error)} onRetry={() => void list.refetch()} />}
      {entries.length > 0 && <VirtualTable label={t("Audit trail")} items={entries} columns={auditColumns} keyOf={({ id }) => String(id)} onOpen={setOpen} onEnd={readOlder} />}
      {list.isSuccess && entries.length === 0 && (
        <EmptyState title={t("Nothing is written here")}>{t("Whatever people do to runs, schedules and notes is kept here: when, who, to what and why. Entries are never changed nor removed.")}</EmptyState>
      )}
      {open !== null && <EntryDialog entry={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function useTrail(filter: AuditFilter) {
  return useInfiniteQuery(
    useRpc().audit.list.infiniteOptions({
      input: (before: number | undefined) => ({ ...filter, limit: pageSize, ...(before === undefined ? {} : { before }) }),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: (last) => (last.more ? last.entries.at(-1)?.id : undefined),
    }),
  );
}

function filterOf({ dagId, runId }: AuditRoute, { act, by, text, since, until }: Choices): AuditFilter {
  const [from, to] = [Date.parse(since), Date.parse(until)];
  return {
    ...(dagId === undefined ? {} : { dagId }),
    ...(runId === undefined ? {} : { runId }),
    ...(act === null ? {} : { acts: [act] }),
    ...(by === null ? {} : { by }),
    ...(text.trim() === "" ? {} : { text: text.trim() }),
    ...(Number.isNaN(from) ? {} : { since: from }),
    ...(Number.isNaN(to) ? {} : { until: to + 86_400_000 }),
  };
}

function Filters({ route, choices, onChange }: { route: AuditRoute; choices: Choices; onChange: (choices: Choices) => void }): ReactNode {
  const dags = useQuery(useRpc().dags.list.queryOptions({ input: {} })).data?.dags ?? [];
  const ids = [...new Set([...dags.map(({ dagId }) => dagId), ...(route.dagId === undefined ? [] : [route.dagId])])];
  const { dagId, runId } = route;
  return (
    <>
      <TextInput aria-label={t("Search the audit trail")} placeholder={t("Run, task, name, reason")} leftSection={<Search size={13} aria-hidden />} maxLength={200} w={190} value={choices.text} onChange={(event) => onChange({ ...choices, text: event.currentTarget.value })} />
      {runId !== undefined && (
        <Button size="compact-sm" variant="light" title={runId} onClick={() => navigate({ page: "audit", ...(dagId === undefined ? {} : { dagId }) }, { replace: true })}>
          {t("One run only ×")}
        </Button>
      )}
      <Select aria-label={t("DAG")} placeholder={t("All DAGs")} data={ids} value={dagId ?? null} onChange={(id) => navigate({ page: "audit", ...(id === null ? {} : { dagId: id }) }, { replace: true })} searchable clearable limit={200} w={136} />
      <Select aria-label={t("Act")} placeholder={t("All acts")} data={AuditAct.options.map((value) => ({ value, label: auditWords[value] }))} value={choices.act} onChange={(act) => onChange({ ...choices, act: act as AuditAct | null })} clearable w={152} />
      <Select aria-label={t("Where from")} placeholder={t("Anywhere")} data={ActorKind.options.map((value) => ({ value, label: actorWords[value] }))} value={choices.by} onChange={(by) => onChange({ ...choices, by: by as ActorKind | null })} clearable w={138} />
      <TextInput type="date" aria-label={t("From this day on (UTC)")} title={t("From this day on (UTC)")} value={choices.since} w={124} onChange={(event) => onChange({ ...choices, since: event.currentTarget.value })} />
      <TextInput type="date" aria-label={t("Until this day (UTC)")} title={t("Until this day (UTC)")} value={choices.until} w={124} onChange={(event) => onChange({ ...choices, until: event.currentTarget.value })} />
    </>
  );
}
