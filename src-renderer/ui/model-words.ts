/** What the window calls the values of the model that stand in lists and tooltips: kinds of runs, severities, outcomes of checks. */
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { t } from "../strings/t.ts";

export const runTypeWords: Readonly<Record<RunSummary["runType"], string>> = { manual: t("manual"), scheduled: t("scheduled"), asset_triggered: t("by assets"), backfill: t("backfill"), try: t("try") };

export const severityWords: Readonly<Record<Diagnostic["severity"], string>> = { error: t("error"), warning: t("warning"), info: t("note") };
