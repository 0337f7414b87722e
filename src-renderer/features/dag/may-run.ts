/** Whether the DAG may be run now, and if not, why, in a sentence for the button. Pure. */
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { EngineInfo } from "../../../shared/contract/engine.ts";
import { whyStill } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";

export function whyNotRun(dag: DagDetail | null, info: EngineInfo | null): string | null {
  if (info === null || dag === null) return t("The engine has not answered yet");
  if (info.reading !== undefined) return whyStill(info);
  if (!info.workspace.trusted) return t("This workspace is not trusted: nothing in it may run until you trust it");
  if (dag.dag === null || dag.summary.errors > 0) return t("The file has errors; mend them first");
  if (dag.tasks.length === 0) return t("This DAG has no tasks yet");
  return null;
}
