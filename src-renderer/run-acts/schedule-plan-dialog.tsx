/** What would run, before a schedule is turned on: how many runs for the past, which, for how long, and what comes then. */
import { Button, Group } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";
import type { SchedulePlan } from "../../shared/contract/schedules.ts";
import { t } from "../strings/t.ts";
import { Dialog } from "../ui/dialog.tsx";
import { formatCount, formatDuration } from "../ui/format.ts";
import { InstantText } from "../ui/time-text.tsx";
import { overlapWords } from "./schedule-words.ts";
import styles from "./schedule-plan.module.css";

export interface SchedulePlanDialogProps {
  readonly plan: SchedulePlan;
  readonly isBusy: boolean;
  readonly onTurnOn: (from: "missed" | "now") => void;
  readonly onClose: () => void;
}

export function SchedulePlanDialog({ plan, isBusy, onTurnOn, onClose }: SchedulePlanDialogProps): ReactNode {
  const { runs, passed, usualMs, expectedMs, next, dagId, maxActiveRuns, overlap } = plan;
  return (
    <Dialog title={t("Turn on the schedule of {{dagId}}", { dagId })} size={600} onClose={onClose}>
      <p className={styles.answer}>{answerOf(plan)}</p>
      <dl className={styles.facts}>
        <dt>{t("Schedule")}</dt>
        <dd>{plan.scheduleWords}</dd>
        <dt>{t("First run")}</dt>
        <dd>{runs.first && <InstantText at={runs.first.at} />}</dd>
        <dt>{t("Last run")}</dt>
        <dd>{runs.last && <InstantText at={runs.last.at} />}</dd>
        <dt>{t("Takes about")}</dt>
        <dd>{expectedMs === null || usualMs === null ? t("unknown: no run has ended well yet") : t("{{expected}}, at {{usual}} a run", { expected: formatDuration(expectedMs), usual: formatDuration(usualMs) })}</dd>
        <dt>{t("At the same time")}</dt>
        <dd>{t("{{count}} runs at most", { count: maxActiveRuns })}</dd>
        <dt>{t("If they overlap")}</dt>
        <dd>{overlapWords(overlap)}</dd>
        <dt>{t("Next after that")}</dt>
        <dd>{next[0] === undefined ? (plan.assetLoads === null ? t("never") : t("when its assets are loaded")) : <InstantText at={next[0]} />}</dd>
      </dl>
      {passed.count > 0 && <p className="dw-dim">{t("{{count}} instants of the past make no run (catchup: {{catchup}}).", { count: passed.count, catchup: String(plan.catchup) })}</p>}
      {plan.standing > 0 && <p className="dw-dim">{t("{{count}} instants of the past have a run already, by hand or by a backfill, and get no second one.", { count: plan.standing })}</p>}
      {plan.fallsBehind && <p className={styles.warning}>{t("A run usually takes longer than there is time for it: the schedule will fall behind.")}</p>}
      {runs.count > 0 && (plan.assetLoads ?? 0) > 0 && <p>{t("And one run at once, for {{count}} loads of its assets that came while it was off.", { count: plan.assetLoads ?? 0 })}</p>}
      {runs.count > 0 && <Planned runs={runs} />}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t("Leave it off")}
        </Button>
        <Button variant="default" disabled={isBusy} onClick={() => onTurnOn("now")}>
          {t("Only from now on")}
        </Button>
        <Button loading={isBusy} data-autofocus onClick={() => onTurnOn("missed")}>
          {t("Turn on with {{count}} runs", { count: runs.count + ((plan.assetLoads ?? 0) > 0 ? 1 : 0) })}
        </Button>
      </Group>
    </Dialog>
  );
}

function answerOf({ runs, isHistoricalDrop, maxActiveRuns, assetLoads }: SchedulePlan): string {
  if (runs.count === 0) return t("One run starts at once, for {{count}} loads of its assets that came while it was off.", { count: assetLoads ?? 0 });
  if (isHistoricalDrop) return t("One run for all the data since the start date, then increments.");
  if (runs.count === 1) return t("One run starts at once.");
  return t("{{count}} runs for the past, oldest first, {{most}} at a time. What comes meanwhile waits its turn.", { count: runs.count, most: formatCount(maxActiveRuns) });
}

const linePx = 24;
const mostPx = 168;

function Planned({ runs }: { runs: SchedulePlan["runs"] }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: runs.list.length, getScrollElement: () => scroller.current, estimateSize: () => linePx, overscan: 12, initialRect: { width: 560, height: mostPx } });
  return (
    <>
      <div ref={scroller} className={styles.list} style={{ height: Math.min(mostPx, runs.list.length * linePx + 2) }} role="region" aria-label={t("Runs that would be made")} tabIndex={0}>
        <div role="list" style={{ position: "relative", height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const run = runs.list[row.index];
            return run === undefined ? null : (
              <div key={row.key} role="listitem" className={styles.line} aria-setsize={runs.list.length} aria-posinset={row.index + 1} style={{ top: row.start, height: row.size }}>
                <InstantText at={run.at} />
                <span className="dw-dim">
                  {t("data from")} <InstantText at={run.start} />
                </span>
              </div>
            );
          })}
        </div>
      </div>
      {runs.count > runs.list.length && <p className="dw-dim">{t("These are the first {{listed}}; {{count}} more follow.", { listed: runs.list.length, count: runs.count - runs.list.length })}</p>}
    </>
  );
}
