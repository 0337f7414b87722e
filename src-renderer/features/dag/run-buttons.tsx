/** Run, cancel, clear. The split button runs at once; its menu has the other ways. A refusal says why on the button itself. */
import { Button, Tooltip } from "@mantine/core";
import { Play, RotateCcw, Square } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../strings/t.ts";
import { SteadyWords } from "../../ui/steady-words.tsx";
import styles from "./dag-header.module.css";
import { RunMenu, type RunMenuProps } from "./run-menu.tsx";

export interface RunButtonsProps {
  readonly whyNot: string | null;
  readonly cancelling: boolean;
  readonly starting: boolean;
  /** Null before the first run. */
  readonly shown: { readonly runId: string; readonly isActive: boolean; readonly taskId: string | null } | null;
  /** Tasks of it did not do their work. */
  readonly hasBroken: boolean;
  readonly onCancel: () => void;
  readonly onRun: () => void;
  readonly onForm: () => void;
  readonly onBackfill: RunMenuProps["onBackfill"];
  readonly onAgain: RunMenuProps["onAgain"];
  readonly onClear: (from: "run" | "failed" | "here") => void;
}

export function RunButtons({ whyNot, cancelling, starting, shown, hasBroken, onCancel, onRun, onForm, onBackfill, onAgain, onClear }: RunButtonsProps): ReactNode {
  return (
    <>
      {shown?.isActive === false && (
        <Button variant="default" leftSection={<RotateCcw size={14} />} disabled={whyNot !== null} onClick={() => onClear("run")}>
          {hasBroken ? t("Clear failed…") : t("Clear…")}
        </Button>
      )}
      {shown?.isActive === true && (
        <Button variant="default" leftSection={<Square size={13} />} loading={cancelling} onClick={onCancel}>
          {t("Cancel run")}
        </Button>
      )}
      <Tooltip label={whyNot} disabled={whyNot === null} openDelay={0} multiline maw={280}>
        <span className={styles.split}>
          <Button className={styles.splitMain ?? ""} leftSection={<Play size={14} />} disabled={whyNot !== null || starting} aria-description={whyNot ?? undefined} onClick={onRun}>
            <SteadyWords among={[t("Starting…"), t("Run DAG")]}>{starting ? t("Starting…") : t("Run DAG")}</SteadyWords>
          </Button>
          <RunMenu disabled={whyNot !== null || starting} shown={shown === null ? null : { ...shown, hasBroken }} onRun={onRun} onForm={onForm} onBackfill={onBackfill} onAgain={onAgain} onClear={onClear} />
        </span>
      </Tooltip>
    </>
  );
}
