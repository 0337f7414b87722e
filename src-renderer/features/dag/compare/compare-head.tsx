/** Which two runs are compared, how to choose others, and what of them is shown. */
import { ActionIcon, SegmentedControl, Tooltip } from "@mantine/core";
import { ArrowLeftRight, Link2, X } from "lucide-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { runCommand } from "../../../app/command-handlers.ts";
import { CommandKey } from "../../../app/command-key.tsx";
import { navigate } from "../../../app/route.ts";
import type { RunComparison } from "../../../../shared/run-view/comparison.ts";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { DurationText, RelativeTime } from "../../../ui/time-text.tsx";
import type { DagPageState } from "../use-dag-page.ts";
import styles from "./compare.module.css";
import { useCompareWith } from "./use-compare-with.ts";

const RunPicker = lazy(async () => ({ default: (await import("./run-picker.tsx")).RunPicker }));

export type ComparedPart = "tasks" | "graph" | "given" | "source";

const parts: { value: ComparedPart; label: string }[] = [
  { value: "tasks", label: t("Tasks") },
  { value: "graph", label: t("Graph") },
  { value: "given", label: t("Params and conf") },
  { value: "source", label: "YAML" },
];

interface CompareHeadProps {
  readonly page: DagPageState;
  readonly comparison: RunComparison;
  readonly part: ComparedPart;
  readonly onPart: (part: ComparedPart) => void;
  readonly onSwap: () => void;
}

export function CompareHead({ page, comparison: { before, after }, part, onPart, onSwap }: CompareHeadProps): ReactNode {
  const [picking, setPicking] = useState<"before" | "after" | null>(null);
  const compare = useCompareWith({ ...page, run: page.detail?.run ?? null });
  const { dagId, source, otherSource } = page.place;
  return (
    <header className={styles.head}>
      <Side word={t("Before")} run={before} source={otherSource} onPick={() => setPicking("before")} />
      <Tooltip label={<>{t("Swap the sides")} <CommandKey id="compare.swap" /></>}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("Swap the sides")} onClick={onSwap}>
          <ArrowLeftRight size={15} />
        </ActionIcon>
      </Tooltip>
      <Side word={t("After")} run={after} source={source} onPick={() => setPicking("after")} />
      <div className={styles.headTools}>
        <SegmentedControl size="xs" data={parts} value={part} onChange={(value) => onPart(value as ComparedPart)} aria-label={t("What is compared")} />
        <CopyLink />
        <Tooltip label={t("Stop comparing")}>
          <ActionIcon variant="subtle" color="gray" aria-label={t("Stop comparing")} onClick={() => navigate({ page: "run", dagId, runId: after.runId, ...(page.taskId === null ? {} : { taskId: page.taskId }), ...(source === undefined ? {} : { source }) })}>
            <X size={15} />
          </ActionIcon>
        </Tooltip>
      </div>
      {picking !== null && (
        <Suspense fallback={null}>
          <RunPicker
            dagId={dagId}
            source={picking === "before" ? otherSource : source}
            except={picking === "before" ? after.runId : before.runId}
            onPick={(runId) => {
              setPicking(null);
              if (picking === "after") page.selectRun(runId);
              else compare.open({ runId, source: otherSource });
            }}
            onClose={() => setPicking(null)}
          />
        </Suspense>
      )}
    </header>
  );
}

function Side({ word, run, source, onPick }: { word: string; run: RunSummary; source: string | undefined; onPick: () => void }): ReactNode {
  return (
    <button type="button" className={styles.side} onClick={onPick} title={t("{{runId}}: choose another run", { runId: run.runId })} aria-label={t("{{word}}: run {{runId}}. Choose another run", { word, runId: run.runId })}>
      <span className={styles.sideLine}>
        <span className={styles.sideWord}>{word}</span>
        <StateBadge state={run.state} />
        <DurationText startedAt={run.startedAt} endedAt={run.endedAt} />
        <span className="dw-dim">
          <RelativeTime at={run.startedAt ?? run.queuedAt} />
        </span>
      </span>
      <span className={styles.sideRun}>
        {source !== undefined && `${source} · `}
        {run.runId}
      </span>
    </button>
  );
}

function CopyLink(): ReactNode {
  return (
    <Tooltip label={<>{t("Copy the link to this comparison")} <CommandKey id="link.copy" /></>}>
      <ActionIcon variant="subtle" color="gray" aria-label={t("Copy the link to this comparison")} onClick={() => void runCommand("link.copy")}>
        <Link2 size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
