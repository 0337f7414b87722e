/** Compare, among what can be done with a run: with the last good one at once where it failed, otherwise with one that is chosen. */
import { Button, Menu } from "@mantine/core";
import { ChevronDown, GitCompareArrows } from "lucide-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useCommandHandlers } from "../../../app/command-handlers.ts";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { CommandKey } from "../../../app/command-key.tsx";
import headerStyles from "../dag-header.module.css";
import type { ShownRun } from "../dag-selection.ts";
import { useCompareWith } from "./use-compare-with.ts";

const RunPicker = lazy(async () => ({ default: (await import("./run-picker.tsx")).RunPicker }));

export function CompareMenu({ shown, run }: { shown: ShownRun; run: RunSummary }): ReactNode {
  const compare = useCompareWith(shown);
  const [picking, setPicking] = useState(false);
  useCommandHandlers({ "run.compareWith": () => setPicking(true) });
  const failed = run.state === "failed";
  return (
    <span className={headerStyles.split}>
      {failed && (
        <Button variant="default" className={headerStyles.splitMain ?? ""} leftSection={<GitCompareArrows size={14} />} title={t("Compare with the last good run before this one")} onClick={() => compare.lastGood()}>
          {t("Compare with last good run")}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          {failed ? (
            <Button variant="default" className={headerStyles.splitMenu ?? ""} aria-label={t("More to compare with")} px={6}>
              <ChevronDown size={14} />
            </Button>
          ) : (
            <Button variant="default" leftSection={<GitCompareArrows size={14} />} rightSection={<ChevronDown size={14} />}>
              {t("Compare")}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item rightSection={<CommandKey id="run.compareLastGood" />} onClick={() => compare.lastGood()}>
            {t("With the last good run")}
          </Menu.Item>
          <Menu.Item onClick={compare.previous}>{t("With the run before it")}</Menu.Item>
          <Menu.Item onClick={() => setPicking(true)}>{t("With another run…")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {picking && (
        <Suspense fallback={null}>
          <RunPicker
            dagId={run.dagId}
            source={shown.place.source}
            except={run.runId}
            onPick={(runId) => {
              setPicking(false);
              compare.open({ runId, source: shown.place.source });
            }}
            onClose={() => setPicking(false)}
          />
        </Suspense>
      )}
    </span>
  );
}
