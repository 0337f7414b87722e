/** What the runs were given and are: params, conf, dates, version of the DAG. */
import type { ReactNode } from "react";
import type { RunComparison } from "../../../../shared/run-view/comparison.ts";
import { t } from "../../../strings/t.ts";
import panes from "../../../ui/panes.module.css";
import { useDisplayZone } from "../../../ui/preferences.tsx";
import { factsOf } from "../run-facts.tsx";
import { ValueChanges, type ChangeRow } from "./value-changes.tsx";

export function RunChanges({ comparison }: { comparison: RunComparison }): ReactNode {
  const { before, after, params, conf, dag } = comparison;
  const zone = useDisplayZone();
  const [old, now] = [factsOf(before, zone), factsOf(after, zone)];
  const facts = old.map(([path, value], index): ChangeRow => ({ path, before: value, after: now[index]?.[1] ?? null }));
  return (
    <div className={panes.scroll} tabIndex={0} role="region" aria-label={t("Params, conf and dates")}>
      <ValueChanges title={t("Params")} rows={params} none={t("The params are the same.")} />
      <ValueChanges title={t("Conf")} rows={conf} none={t("The conf is the same.")} />
      <ValueChanges title={t("The DAG itself")} rows={dag} none={comparison.isSameVersion ? t("Both ran the same version of the DAG.") : t("The versions are others; the fields of the DAG itself are the same.")} />
      <ValueChanges title={t("The runs")} rows={facts} areFacts />
    </div>
  );
}
