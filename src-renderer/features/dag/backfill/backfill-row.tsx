/** One backfill in a line: how far it is, when it should end, what holds it, and what can be done. */
import { Button, Progress } from "@mantine/core";
import { Pause, Play, Square } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { Backfill } from "../../../../shared/contract/backfills.ts";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { InstantText, RelativeTime } from "../../../ui/time-text.tsx";
import { doneOf, progressWords, stateWords } from "./backfill-words.ts";
import styles from "./backfill.module.css";
import { CancelBackfill } from "./cancel-backfill.tsx";
import { useBackfillActs } from "./use-backfill-acts.ts";

export function BackfillRow({ backfill }: { backfill: Backfill }): ReactNode {
  const { id, state, counts, trouble } = backfill;
  const isOpen = state === "running" || state === "paused";
  return (
    <div className={styles.row} role="group" aria-label={t("Backfill {{id}}", { id })}>
      <span className={styles.words}>
        <strong>{t("Backfill {{id}}", { id })}</strong> {stateWords[state]}: <span className="dw-num">{progressWords(backfill)}</span>
        {backfill.expectedEnd !== null && isOpen && <>. {rich("Should end {{at}}", { at: <RelativeTime at={backfill.expectedEnd} upcoming /> })}</>}{" "}
        <span className="dw-dim">{rich("{{from}} to {{to}}", { from: <InstantText at={backfill.from} />, to: <InstantText at={backfill.to} /> })}</span>
        {trouble !== null && <span className={styles.trouble}> {t("It is held: {{trouble}}", { trouble })}</span>}
      </span>
      <Progress.Root w={140} size="md">
        <Progress.Section value={share(counts.success + counts.gone + counts.left, counts.total)} color="var(--dw-state-success)" aria-label={t("Done")} />
        <Progress.Section value={share(counts.failed, counts.total)} color="var(--dw-state-failed)" aria-label={t("Failed")} />
      </Progress.Root>
      <span className="dw-num">{t("{{percent}} %", { percent: Math.floor(share(doneOf(backfill), counts.total)) })}</span>
      {isOpen && <Acts backfill={backfill} />}
    </div>
  );
}

const share = (some: number, all: number): number => (all === 0 ? 100 : (100 * some) / all);

function Acts({ backfill }: { backfill: Backfill }): ReactNode {
  const acts = useBackfillActs();
  const [asks, setAsks] = useState(false);
  const { id, state } = backfill;
  return (
    <>
      {state === "running" ? (
        <Button size="compact-xs" variant="default" leftSection={<Pause size={12} />} disabled={acts.isActing} title={t("Nothing more of it begins; what runs goes on")} onClick={() => acts.pause(id)}>
          {t("Pause")}
        </Button>
      ) : (
        <Button size="compact-xs" variant="default" leftSection={<Play size={12} />} disabled={acts.isActing} onClick={() => acts.resume(id)}>
          {t("Resume")}
        </Button>
      )}
      <Button size="compact-xs" variant="default" leftSection={<Square size={11} />} disabled={acts.isActing} onClick={() => setAsks(true)}>
        {t("Cancel…")}
      </Button>
      {asks && <CancelBackfill backfill={backfill} onClose={() => setAsks(false)} onCancel={(stop) => acts.cancel(id, stop)} />}
    </>
  );
}
