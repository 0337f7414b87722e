/** The list of DAGs: what each is, when it runs next, how it did, and Run. */
import { Button, MultiSelect, Progress, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus, Search } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import { runCommand } from "../../app/command-handlers.ts";
import { currentRoute, navigate } from "../../app/route.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { whyOnlyRead, whyStill } from "../../rpc/why-still.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { useStartRun } from "../../rpc/use-start-run.tsx";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { VirtualTable, type SortOrder } from "../../ui/virtual-table.tsx";
import { dagColumns, type DagActs } from "./dag-columns.tsx";
import { useDagDrop } from "../../picture/use-dag-drop.tsx";
import { ProblemsPanel } from "./problems-panel.tsx";
import styles from "./dags-page.module.css";
import { allTags, filterDags, sortDags } from "./sort-dags.ts";

export function DagsPage(): ReactNode {
  const list = useQuery(useRpc().dags.list.queryOptions({ input: {} }));
  const [text, setText] = useState("");
  const [tags, setTags] = useState<string[]>([]);
  const [order, setOrder] = useState<SortOrder>({ key: "name", descending: false });
  const dags = list.data?.dags;
  const shown = useMemo(() => sortDags(filterDags(dags ?? [], { text, tags }), order), [dags, text, tags, order]);
  const known = useMemo(() => allTags(dags ?? []), [dags]);
  const columns = dagColumns(useDagActs());
  const drop = useDagDrop();
  const whyNotNew = whyOnlyRead(useEngineInfo());
  const filtered = dags !== undefined && shown.length !== dags.length;
  return (
    <div className={styles.place} {...drop.handlers}>
    <Page
      title={t("DAGs")}
      count={dags === undefined ? null : filtered ? t("{{shown}} of {{dags}}", { shown: formatCount(shown.length), dags: formatCount(dags.length) }) : formatCount(dags.length)}
      tools={
        <>
          <Button size="compact-md" variant="default" leftSection={<Plus size={14} aria-hidden />} disabled={whyNotNew !== null} title={whyNotNew ?? undefined} onClick={() => runCommand("dag.new")}>
            {t("New DAG")}
          </Button>
          {known.length > 0 && <MultiSelect aria-label={t("Tags")} placeholder={tags.length === 0 ? t("Tags") : ""} data={known} value={tags} onChange={setTags} searchable clearable w={180} />}
          <TextInput aria-label={t("Search DAGs")} placeholder={t("Search name, file, owner, tag")} leftSection={<Search size={14} aria-hidden />} value={text} onChange={(event) => setText(event.currentTarget.value)} w={280} />
        </>
      }
    >
      {list.isPending && <SkeletonRows rows={12} label={t("Loading DAGs")} />}
      {list.isError && <ErrorState title={t("The DAGs could not be read")} failure={toFailure(list.error)} onRetry={() => void list.refetch()} />}
      {dags !== undefined && shown.length > 0 && (
        <VirtualTable label={t("DAGs")} items={shown} columns={columns} keyOf={(dag) => `${dag.dagId} ${dag.file}`} onOpen={(dag) => navigate({ page: "dag", dagId: dag.dagId })} sort={order} onSort={setOrder} />
      )}
      {list.data?.scan && <ReadingFiles {...list.data.scan} />}
      {dags !== undefined && shown.length === 0 && !list.data?.scan && <NoDags any={dags.length > 0} />}
      {list.data !== undefined && <ProblemsPanel diagnostics={list.data.diagnostics} dags={list.data.dags} />}
      {drop.refusal !== null && (
        <p role="alert" className={styles.refusal}>
          {drop.refusal}
        </p>
      )}
      {drop.shown}
    </Page>
    </div>
  );
}

/** The first reading of a large workspace: what is listed is what was read so far. */
function ReadingFiles({ read, total }: { read: number; total: number }): ReactNode {
  return (
    <div className={styles.reading}>
      <Progress value={total === 0 ? 0 : (read / total) * 100} aria-label={t("DAG files read")} size="sm" />
      <span role="status">
        {t("Reading the DAG files: {{read}} of {{total}}", { read: formatCount(read), total: formatCount(total) })}
      </span>
    </div>
  );
}

function NoDags({ any }: { any: boolean }): ReactNode {
  if (any) return <EmptyState title={t("No DAG matches")}>{t("Another word or fewer tags will show more.")}</EmptyState>;
  return (
    <EmptyState title={t("This workspace has no DAG yet")} example={"dag: hello\ntasks:\n  say_hello:\n    config_type: BashTask\n    bash: echo hello"} action={<Button onClick={() => runCommand("dag.new")}>{t("New DAG")}</Button>}>
      {rich("Draw one, or save this as {{code}} in the workspace; it shows up here at once.", { code: <code>hello.dag.yaml</code> })}
    </EmptyState>
  );
}

function useDagActs(): DagActs {
  const info = useEngineInfo();
  const start = useStartRun((run) => {
    if (currentRoute().page === "dags") navigate({ page: "run", dagId: run.dagId, runId: run.runId });
  });
  const starting = start.isPending ? (start.variables?.dagId ?? null) : null;
  const whyNotRun = whyStill(info);
  return {
    whyNotRun,
    starting,
    run: (dag: DagSummary) => (dag.needsParams === true ? navigate({ page: "dag", dagId: dag.dagId }) : start.mutate({ dagId: dag.dagId })),
    openRun: (run) => navigate({ page: "run", dagId: run.dagId, runId: run.runId }),
  };
}

