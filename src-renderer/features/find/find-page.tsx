/** Find the run behind what is known about it: a run id, a user id, any value of conf or params. */
import { Checkbox, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useEffect, useState, type ComponentType, type ReactNode } from "react";
import { currentRoute, navigate } from "../../app/route.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { hitColumns } from "./hit-columns.tsx";
import { SearchedLine } from "./searched-line.tsx";
import styles from "./find-page.module.css";

const hitsAsked = 500;

interface FindPageProps {
  readonly text: string;
  /** What is found of runs that are in the history no more; shows `none` where nothing is. */
  readonly archive: ComponentType<{ readonly text: string; readonly exact: boolean; readonly none: ReactNode }>;
}

export function FindPage({ text: asked, archive: Archive }: FindPageProps): ReactNode {
  const [text, setText] = useState(asked);
  const [known, setKnown] = useState(asked);
  const [exact, setExact] = useState(false);
  if (asked !== known) {
    setKnown(asked);
    setText(asked);
  }
  const [settled] = useDebouncedValue(text.trim(), 120);
  useAddressFollows(settled, setKnown);
  const rpc = useRpc();
  const found = useQuery({
    ...rpc.find.search.queryOptions({ input: { text: settled, exact, limit: hitsAsked } }),
    enabled: settled !== "",
    staleTime: 2000,
    placeholderData: keepPreviousData,
  });
  const hits = settled === "" ? [] : (found.data?.hits ?? []);
  return (
    <Page title={t("Find")}>
      <div className={styles.box} role="search" style={{ paddingTop: 12 }}>
        <TextInput
          className={styles.input ?? ""}
          size="sm"
          aria-label={t("Run id, user id or any value")}
          placeholder={t("Run id, user id, or any value a run was given")}
          leftSection={<Search size={15} aria-hidden />}
          data-autofocus
          autoFocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Checkbox label={t("Exact")} checked={exact} onChange={(event) => setExact(event.currentTarget.checked)} />
      </div>
      {settled !== "" && found.data !== undefined && (
        <div className={styles.said} role="status">
          <SearchedLine found={found.data} />
        </div>
      )}
      {settled === "" && (
        <EmptyState title={t("Which run was it?")} example="u-1042">
          {t("Type what you know: a user id, a run id, a value of conf or params. The newest hit comes first.")}
        </EmptyState>
      )}
      {settled !== "" && found.isPending && <SkeletonRows rows={8} label={t("Searching")} />}
      {found.isError && <ErrorState title={t("The search failed")} failure={toFailure(found.error)} onRetry={() => void found.refetch()} />}
      {hits.length > 0 && (
        <VirtualTable
          label={t("Hits")}
          items={hits}
          columns={hitColumns}
          keyOf={(hit) => `${hit.remote ?? ""}\n${hit.dagId}\n${hit.runId}\n${hit.key}`}
          onOpen={(hit) => navigate({ page: "run", dagId: hit.dagId, runId: hit.runId })}
        />
      )}
      {settled !== "" && found.isSuccess && <Archive text={settled} exact={exact} none={hits.length === 0 ? <Nothing text={settled} exact={exact} /> : null} />}
    </Page>
  );
}

function Nothing({ text, exact }: { readonly text: string; readonly exact: boolean }): ReactNode {
  return <EmptyState title={t("No run knows “{{settled}}”", { settled: text })}>{exact ? t("Without “Exact”, parts of values match too.") : t("Declare search_keys in a DAG to make more values findable.")}</EmptyState>;
}

/** The address says what is searched, so that it can be shared and come back to; typing leaves no steps in the history. */
function useAddressFollows(settled: string, setKnown: (text: string) => void): void {
  useEffect(() => {
    const route = currentRoute();
    if (route.page !== "find" || route.text === settled) return;
    setKnown(settled);
    navigate({ page: "find", text: settled }, { replace: true });
  }, [settled, setKnown]);
}
