/** The menu beside Run: other ways to start, and to repeat what is shown. */
import { Button, Menu } from "@mantine/core";
import { CalendarRange, ChevronDown, FastForward, History, List, Play, Redo2, RotateCcw, SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { CommandKey } from "../../app/command-key.tsx";
import { t } from "../../strings/t.ts";
import styles from "./dag-header.module.css";

export interface RunMenuProps {
  readonly disabled: boolean;
  /** Null before the first run. */
  readonly shown: { readonly runId: string; readonly hasBroken: boolean; readonly taskId: string | null } | null;
  readonly onRun: () => void;
  readonly onForm: () => void;
  /** Null for a DAG without a schedule, which has no dates to backfill. */
  readonly onBackfill: ((what: "begin" | "list") => void) | null;
  readonly onAgain: (how: "same" | "changes" | "then" | "from") => void;
  readonly onClear: (from: "failed" | "here") => void;
}

export function RunMenu({ disabled, shown, onRun, onForm, onBackfill, onAgain, onClear }: RunMenuProps): ReactNode {
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button className={styles.splitMenu ?? ""} disabled={disabled} aria-label={t("More ways to run")} px={6}>
          <ChevronDown size={14} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Play size={14} />} onClick={onRun}>
          {t("Run now with the defaults")}
        </Menu.Item>
        <Menu.Item leftSection={<SlidersHorizontal size={14} />} rightSection={<CommandKey id="dag.run" />} onClick={onForm}>
          {t("With params and conf…")}
        </Menu.Item>
        {onBackfill !== null && (
          <>
            <Menu.Item leftSection={<CalendarRange size={14} />} onClick={() => onBackfill("begin")}>
              {t("Backfill dates of the past…")}
            </Menu.Item>
            <Menu.Item leftSection={<List size={14} />} onClick={() => onBackfill("list")}>
              {t("List of backfills")}
            </Menu.Item>
          </>
        )}
        {shown !== null && (
          <>
            <Menu.Divider />
            <Menu.Label>{t("The shown run")}</Menu.Label>
            <Menu.Item leftSection={<Redo2 size={14} />} rightSection={<CommandKey id="run.again" />} onClick={() => onAgain("same")}>
              {t("Run again")}
            </Menu.Item>
            <Menu.Item leftSection={<SlidersHorizontal size={14} />} rightSection={<CommandKey id="run.againWithChanges" />} onClick={() => onAgain("changes")}>
              {t("Run again with changes…")}
            </Menu.Item>
            <Menu.Item leftSection={<History size={14} />} onClick={() => onAgain("then")}>
              {t("Run again on its own version of the DAG")}
            </Menu.Item>
            {shown.hasBroken && (
              <Menu.Item leftSection={<RotateCcw size={14} />} onClick={() => onClear("failed")}>
                {t("Run what failed again, in this run…")}
              </Menu.Item>
            )}
            {shown.taskId !== null && <FromHere taskId={shown.taskId} onAgain={onAgain} onClear={onClear} />}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function FromHere({ taskId, onAgain, onClear }: Pick<RunMenuProps, "onAgain" | "onClear"> & { taskId: string }): ReactNode {
  return (
    <>
      <Menu.Divider />
      <Menu.Label className="dw-ellipsis">{taskId}</Menu.Label>
      <Menu.Item leftSection={<FastForward size={14} />} onClick={() => onClear("here")}>
        {t("Run from here, in this run…")}
      </Menu.Item>
      <Menu.Item leftSection={<FastForward size={14} />} title={t("Tasks before it are not run; what they handed on in the shown run stands in for them.")} onClick={() => onAgain("from")}>
        {t("Run from here as a new run")}
      </Menu.Item>
    </>
  );
}
