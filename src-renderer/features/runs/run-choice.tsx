/** Acts on the runs that are chosen in the list. */
import { Button } from "@mantine/core";
import { Check, RotateCcw, Square, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { mostRunsOfAct } from "../../../shared/contract/acts.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { isRunFinished } from "../../../shared/model/states.ts";
import { notifications } from "@mantine/notifications";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";
import { askAct } from "../../run-acts/act-store.ts";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import { CompareChosen } from "./compare-chosen.tsx";
import type { RunsFilter } from "./runs-filter.ts";
import styles from "./runs-page.module.css";

export const keyOfRun = ({ dagId, runId }: Pick<RunSummary, "dagId" | "runId">): string => `${dagId}\n${runId}`;

export interface RunChoiceProps {
  /** By key; runs that were chosen from what is not listed yet are among them. */
  readonly chosen: readonly RunSummary[];
  readonly filter: RunsFilter;
  /** False when all that match are chosen already. */
  readonly mayBeMore: boolean;
  readonly onAll: (runs: readonly RunSummary[]) => void;
  readonly onNone: () => void;
}

export function RunChoice({ chosen, filter, mayBeMore, onAll, onNone }: RunChoiceProps): ReactNode {
  const trusted = useEngineInfo()?.workspace.trusted ?? false;
  const { reading, readAll } = useAllMatching(filter, onAll);
  const targets = chosen.map(({ dagId, runId }) => ({ dagId, runId }));
  const active = chosen.filter(({ state }) => !isRunFinished(state));
  const tooMany = chosen.length > mostRunsOfAct;
  const failed = chosen.some(({ state }) => state === "failed");
  const scope = failed ? { onlyFailed: true, downstream: true } : {};
  return (
    <div className={styles.choice} role="toolbar" aria-label={t("Acts on the chosen runs")}>
      <span className="dw-num" role="status">
        {t("{{count}} runs chosen", { count: chosen.length })}
        {tooMany && ` ${t("(one act takes {{most}} at most)", { most: formatCount(mostRunsOfAct) })}`}
      </span>
      <Button size="compact-sm" variant="default" leftSection={<RotateCcw size={13} />} disabled={!trusted || tooMany} onClick={() => askAct({ kind: "tasks", act: "clear", targets, scope })}>
        {t("Clear…")}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<Check size={13} />} disabled={!trusted || tooMany} onClick={() => askAct({ kind: "tasks", act: "success", targets, scope: { onlyFailed: failed } })}>
        {t("Mark success…")}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<X size={13} />} disabled={!trusted || tooMany} onClick={() => askAct({ kind: "tasks", act: "failed", targets })}>
        {t("Mark failed…")}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<Square size={13} />} disabled={active.length === 0 || tooMany} onClick={() => askAct({ kind: "cancel", runs: active.map(({ dagId, runId }) => ({ dagId, runId })) })}>
        {active.length === 0 ? t("Cancel…") : t("Cancel {{count}}…", { count: active.length })}
      </Button>
      <CompareChosen chosen={chosen} />
      <span className={styles.choiceGap} />
      {mayBeMore && (
        <Button size="compact-sm" variant="subtle" loading={reading} onClick={readAll}>
          {t("Choose all that match, up to {{most}}", { most: formatCount(mostRunsOfAct) })}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={onNone}>
        {t("Choose none")}
      </Button>
    </div>
  );
}

/** The newest that match, as many as one act takes. */
function useAllMatching(filter: RunChoiceProps["filter"], onAll: RunChoiceProps["onAll"]): { reading: boolean; readAll: () => void } {
  const client = useEngineClient();
  const [reading, setReading] = useState(false);
  const read = async (): Promise<RunSummary[]> => {
    const found: RunSummary[] = [];
    for (let cursor: string | undefined; found.length < mostRunsOfAct; ) {
      const page = await client.runs.list({ ...filter, limit: 500, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.runs);
      cursor = page.cursor ?? undefined;
      if (cursor === undefined) break;
    }
    return found.slice(0, mostRunsOfAct);
  };
  const readAll = (): void => {
    setReading(true);
    read()
      .then(onAll)
      .catch((thrown: unknown) => void notifications.show({ color: "red", title: t("The runs could not be read"), message: toFailure(thrown).message }))
      .finally(() => setReading(false));
  };
  return { reading, readAll };
}
