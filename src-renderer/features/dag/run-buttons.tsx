/** Run, cancel, clear. The split button runs at once; its menu opens the form. A refusal says why on the button itself. */
import { Button, Menu, Tooltip } from "@mantine/core";
import { ChevronDown, Play, RotateCcw, Square } from "lucide-react";
import type { ReactNode } from "react";
import { isRunFinished } from "../../../shared/model/states.ts";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import { t } from "../../strings/t.ts";
import { KeyHint } from "../../ui/key-hint.tsx";
import styles from "./dag-header.module.css";
import { countStates } from "../../ui/run-headline.ts";
import type { RunActs } from "./use-run-acts.ts";

export interface RunButtonsProps {
  readonly whyNot: string | null;
  readonly acts: RunActs;
  readonly starting: boolean;
  readonly detail: RunDetail | null;
  readonly onRun: () => void;
  readonly onForm: () => void;
  readonly onClear: () => void;
}

export function RunButtons({ whyNot, acts, starting, detail, onRun, onForm, onClear }: RunButtonsProps): ReactNode {
  const active = detail !== null && !isRunFinished(detail.run.state);
  const counts = countStates(detail?.tasks ?? []);
  const broken = (counts.get("failed") ?? 0) + (counts.get("upstream_failed") ?? 0) + (counts.get("interrupted") ?? 0);
  return (
    <>
      {detail && !active && (
        <Button variant="default" leftSection={<RotateCcw size={14} />} loading={acts.clearing} disabled={whyNot !== null} onClick={onClear}>
          {broken > 0 ? t("Clear failed…") : t("Clear…")}
        </Button>
      )}
      {active && (
        <Button variant="default" leftSection={<Square size={13} />} loading={acts.cancelling} onClick={() => acts.cancel(detail.run.runId)}>
          {t("Cancel run")}
        </Button>
      )}
      <Tooltip label={whyNot} disabled={whyNot === null} openDelay={0} multiline maw={280}>
        <span className={styles.split}>
          <Button className={styles.splitMain ?? ""} leftSection={<Play size={14} />} disabled={whyNot !== null || starting} aria-description={whyNot ?? undefined} onClick={onRun}>
            {starting ? t("Starting…") : t("Run DAG")}
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button className={styles.splitMenu ?? ""} disabled={whyNot !== null || starting} aria-label={t("More ways to run")} px={6}>
                <ChevronDown size={14} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Play size={14} />} onClick={onRun}>
                {t("Run now with the defaults")}
              </Menu.Item>
              <Menu.Item leftSection={<ChevronDown size={14} />} rightSection={<KeyHint keys="Shift+F7" />} onClick={onForm}>
                {t("With params and conf…")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </Tooltip>
    </>
  );
}
