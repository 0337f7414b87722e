/** Acts on the chosen instances: the same dialogs as for tasks, with their exact list first. */
import { Button } from "@mantine/core";
import { Check, RotateCcw, X } from "lucide-react";
import type { ReactNode } from "react";
import { mostTasksOfAct, type ActKind } from "../../../../shared/contract/acts.ts";
import { askAct } from "../../../run-acts/act-store.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import styles from "./instances.module.css";
import type { InstancesOf } from "./use-instances.ts";

export interface InstanceChoiceProps {
  readonly of: InstancesOf;
  readonly chosen: readonly string[];
  /** All that the filter lets through. */
  readonly listed: readonly string[];
  readonly whyNot: string | null;
  readonly onAll: () => void;
  readonly onNone: () => void;
}

export function InstanceChoice({ of: { dagId, runId }, chosen, listed, whyNot, onAll, onNone }: InstanceChoiceProps): ReactNode {
  const tooMany = chosen.length > mostTasksOfAct;
  const isOff = whyNot !== null || tooMany;
  const ask = (act: ActKind) => (): void => askAct({ kind: "tasks", act, targets: [{ dagId, runId, taskIds: [...chosen] }], scope: { downstream: act === "clear" } });
  return (
    <div className={styles.choice} role="toolbar" aria-label={t("Acts on the chosen instances")} title={whyNot ?? undefined}>
      <span className="dw-num" role="status">
        {t("{{count}} instances chosen", { count: chosen.length })}
        {tooMany && ` ${t("(one act takes {{most}} at most)", { most: formatCount(mostTasksOfAct) })}`}
      </span>
      <Button size="compact-sm" variant="default" leftSection={<RotateCcw size={13} />} disabled={isOff} onClick={ask("clear")}>
        {t("Clear…")}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<Check size={13} />} disabled={isOff} onClick={ask("success")}>
        {t("Mark success…")}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<X size={13} />} disabled={isOff} onClick={ask("failed")}>
        {t("Mark failed…")}
      </Button>
      <span className={styles.gap} />
      {chosen.length < listed.length && (
        <Button size="compact-sm" variant="subtle" onClick={onAll}>
          {t("Choose all {{count}} that are listed", { count: listed.length })}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={onNone}>
        {t("Choose none")}
      </Button>
    </div>
  );
}
