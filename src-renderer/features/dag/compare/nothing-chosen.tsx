/** The face before there is a second run. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import type { DagPageState } from "../use-dag-page.ts";
import { useCompareWith } from "./use-compare-with.ts";

export function NothingChosen({ page }: { page: DagPageState }): ReactNode {
  const compare = useCompareWith({ ...page, run: page.detail?.run ?? null });
  if (page.runId === null) return <EmptyState title={t("Nothing to compare yet")}>{t("This DAG never ran here.")}</EmptyState>;
  return (
    <EmptyState title={t("Compare with which run?")} action={<Button onClick={() => compare.lastGood()}>{t("Compare with last good run")}</Button>}>
      {t("Take the last run that was good, or choose another one under Compare.")}
    </EmptyState>
  );
}
