/** Chooses a run of the DAG to compare with: a list that is searched by typing, older runs come as one looks on. */
import { SegmentedControl, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount } from "../../../ui/format.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { DurationText, RelativeTime } from "../../../ui/time-text.tsx";
import { VirtualTable, type VirtualColumn } from "../../../ui/virtual-table.tsx";
import compareStyles from "./compare.module.css";
import styles from "./run-picker.module.css";
import { useRunSearch, type RunSearch } from "./use-run-search.ts";

interface RunPickerProps {
  readonly dagId: string;
  readonly source: string | undefined;
  /** The run to compare: no choice. */
  readonly except: string;
  readonly onPick: (runId: string) => void;
  readonly onClose: () => void;
}

const columns: VirtualColumn<RunSummary>[] = [
  { key: "state", head: t("State"), width: "110px", cell: (run) => <StateBadge state={run.state} /> },
  { key: "run", head: t("Run"), width: "minmax(160px, 1fr)", cell: (run) => <span className="dw-mono dw-ellipsis" title={run.runId}>{run.runId}</span> },
  { key: "queued", head: t("Queued"), width: "100px", cell: (run) => <RelativeTime at={run.queuedAt} /> },
  { key: "duration", head: t("Duration"), width: "84px", align: "end", cell: (run) => <DurationText startedAt={run.startedAt} endedAt={run.endedAt} /> },
];

const states = [
  { value: "all", label: t("All") },
  { value: "success", label: t("Success") },
  { value: "failed", label: t("Failed") },
];
type States = "all" | "success" | "failed";

export function RunPicker({ dagId, source, except, onPick, onClose }: RunPickerProps): ReactNode {
  const [text, setText] = useState("");
  const [state, setState] = useState<States>("all");
  const search = useRunSearch({ dagId, source, state, except, text });
  const { found } = search;
  return (
    <Dialog title={t("Compare with a run of {{dagId}}", { dagId })} size={720} onClose={onClose} startsInside>
      <div className={styles.pickBar}>
        <TextInput
          data-autofocus
          className={styles.grow ?? ""}
          leftSection={<Search size={14} />}
          aria-label={t("Search runs")}
          placeholder={t("Run ID, date, conf or param")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && found[0] !== undefined) onPick(found[0].runId);
          }}
        />
        <SegmentedControl size="xs" data={states} value={state} onChange={(value) => setState(value as States)} aria-label={t("State")} />
      </div>
      <div className={styles.pickList}>
        {search.isPending && <SkeletonRows rows={8} label={t("Loading runs")} />}
        {search.failure !== null && <ErrorState title={t("The runs could not be read")} failure={search.failure} onRetry={search.retry} />}
        {found.length > 0 && <VirtualTable label={t("Runs to compare with")} items={found} columns={columns} keyOf={(run) => run.runId} onOpen={(run) => onPick(run.runId)} onEnd={search.readOn} />}
        {!search.isPending && found.length === 0 && !search.isLooking && !search.hasOlder && <p className={compareStyles.none}>{text === "" ? t("There is no other run.") : t("No run matches.")}</p>}
      </div>
      {text !== "" && !search.isPending && <HowFar search={search} />}
    </Dialog>
  );
}

/** What the matches are among. */
function HowFar({ search }: { search: RunSearch }): ReactNode {
  const { isLooking, hasOlder, lookFurther } = search;
  return (
    <p className={styles.pickFoot}>
      <span role="status">{farWords(search)}</span>
      {hasOlder && !isLooking && (
        <button type="button" className={compareStyles.link} onClick={lookFurther}>
          {t("Look further back")}
        </button>
      )}
    </p>
  );
}

function farWords({ found, looked, isLooking, hasOlder }: RunSearch): string {
  const counts = { found: formatCount(found.length), count: looked };
  if (isLooking) return t("Looking: {{found}} of the newest {{count}} runs so far", counts);
  if (!hasOlder) return t("{{found}} of {{count}} runs", counts);
  return found.length === 0 ? t("None of the newest {{count}} runs", counts) : t("{{found}} of the newest {{count}} runs", counts);
}
