/** Two runs of one DAG that are chosen in the list can be compared. */
import { Button } from "@mantine/core";
import { GitCompareArrows } from "lucide-react";
import type { ReactNode } from "react";
import type { RunSummary } from "../../../shared/model/run.ts";
import { navigate } from "../../app/route.ts";
import { t } from "../../strings/t.ts";

export function CompareChosen({ chosen }: { chosen: readonly RunSummary[] }): ReactNode {
  const whyNot = whyNotCompared(chosen);
  return (
    <Button size="compact-sm" variant="default" leftSection={<GitCompareArrows size={13} />} disabled={whyNot !== null} title={whyNot ?? undefined} aria-description={whyNot ?? undefined} onClick={() => compareChosen(chosen)}>
      {t("Compare")}
    </Button>
  );
}

function whyNotCompared(chosen: readonly RunSummary[]): string | null {
  if (chosen.length !== 2) return t("Choose two runs to compare");
  return chosen[0]?.dagId === chosen[1]?.dagId ? null : t("Choose two runs of the same DAG");
}

/** The older one stands before. */
function compareChosen(chosen: readonly RunSummary[]): void {
  const [before, after] = chosen.toSorted((a, b) => a.queuedAt - b.queuedAt);
  if (before !== undefined && after !== undefined) navigate({ page: "run", dagId: after.dagId, runId: after.runId, face: "compare", other: before.runId });
}
