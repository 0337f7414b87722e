/** What the Gantt chart shows and how: order, what is left out, the kind of clock, zoom. */
import { ActionIcon, Checkbox, SegmentedControl, Tooltip } from "@mantine/core";
import { Table } from "lucide-react";
import type { ReactNode } from "react";
import { TimeZoom } from "../../../app/time-zoom.tsx";
import { t } from "../../../strings/t.ts";
import pageStyles from "../dag-page.module.css";
import type { GanttChoices } from "./gantt-face.tsx";
import styles from "./gantt.module.css";
import type { TimeView } from "../../../ui/use-time-view.ts";

export interface GanttBarProps {
  readonly choices: GanttChoices;
  readonly onChoices: (choices: GanttChoices) => void;
  readonly view: TimeView;
  readonly shown: number;
  readonly all: number;
}

const orders = [
  { value: "start", label: t("By start") },
  { value: "name", label: t("By name") },
  { value: "group", label: t("By group") },
] as const;

const clocks = [
  { value: "clock", label: t("Clock") },
  { value: "start", label: t("From start") },
] as const;

export function GanttBar({ choices, onChoices, view, shown, all }: GanttBarProps): ReactNode {
  const change = (next: Partial<GanttChoices>): void => onChoices({ ...choices, ...next });
  return (
    <div className={`${pageStyles.faceBar} ${styles.bar}`}>
      <SegmentedControl data={[...orders]} value={choices.order} onChange={(order) => change({ order })} aria-label={t("Order of the tasks")} />
      <SegmentedControl data={[...clocks]} value={choices.isRelative ? "start" : "clock"} onChange={(value) => change({ isRelative: value === "start" })} aria-label={t("Time axis")} />
      <Checkbox size="xs" label={t("Hide what did not start")} checked={choices.onlyBegun} onChange={(event) => change({ onlyBegun: event.currentTarget.checked })} />
      <span className="dw-dim dw-num">{shown === all ? t("{{count}} tasks", { count: all }) : t("{{rows}} of {{count}} tasks", { rows: shown, count: all })}</span>
      <div className={styles.tools}>
        <Tooltip label={t("Waits and durations as numbers")}>
          <ActionIcon variant={choices.hasFigures ? "light" : "subtle"} color={choices.hasFigures ? "indigo" : "gray"} aria-label={t("Figures")} aria-pressed={choices.hasFigures} onClick={() => change({ hasFigures: !choices.hasFigures })}>
            <Table size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <TimeZoom view={view} />
      </div>
    </div>
  );
}
