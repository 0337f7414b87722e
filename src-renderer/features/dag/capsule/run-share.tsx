/** Handing a run on: as a capsule, as a page that tells of its failure; and replaying it. With the commands that do the same. */
import { ActionIcon, Menu } from "@mantine/core";
import { FileText, Package, Repeat2, Share2 } from "lucide-react";
import type { ReactNode } from "react";
import { isReplay } from "../../../../shared/capsule/replay-name.ts";
import { isRunFinished } from "../../../../shared/model/states.ts";
import { askCapsule } from "../../../app/capsule-asked.ts";
import { useCommandHandlers } from "../../../app/command-handlers.ts";
import { useEngineInfo } from "../../../rpc/engine-info.ts";
import { whyOnlyRead } from "../../../rpc/why-still.ts";
import { t } from "../../../strings/t.ts";
import type { ShownRun } from "../dag-selection.ts";

interface ShareActs {
  /** Each null where it makes no sense. */
  readonly exportCapsule: (() => void) | null;
  readonly incident: (() => void) | null;
  readonly replay: (() => void) | null;
}

function shareActs({ place, run: shown, taskId }: ShownRun, isBroken: boolean, isOnlyRead: boolean): ShareActs {
  if (shown === null) return { exportCapsule: null, incident: null, replay: null };
  const run = { dagId: shown.dagId, runId: shown.runId, ...(place.source === undefined ? {} : { source: place.source }) };
  const isEnded = isRunFinished(shown.state);
  return {
    exportCapsule: !isOnlyRead && isEnded && place.source === undefined && !isReplay(shown.dagId) ? () => askCapsule({ kind: "export", run }) : null,
    incident: isBroken ? () => askCapsule({ kind: "incident", run, taskId }) : null,
    replay: !isOnlyRead && isEnded && taskId !== null && !isReplay(shown.dagId) ? () => askCapsule({ kind: "replay", run, taskId }) : null,
  };
}

/** `isBroken`: a task of it failed, or all of it did. */
export function RunShare({ shown, isBroken }: { shown: ShownRun; isBroken: boolean }): ReactNode {
  const { exportCapsule, incident, replay } = shareActs(shown, isBroken, whyOnlyRead(useEngineInfo()) !== null);
  useCommandHandlers({
    ...(exportCapsule === null ? {} : { "run.exportCapsule": exportCapsule }),
    ...(incident === null ? {} : { "run.incident": incident }),
    ...(replay === null ? {} : { "run.replay": replay }),
  });
  if (shown.run === null) return null;
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t("Hand the run on, or replay it")} title={t("Hand the run on, or replay it")}>
          <Share2 size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Package size={14} />} disabled={exportCapsule === null} onClick={() => exportCapsule?.()}>
          {t("Export the run as a capsule…")}
        </Menu.Item>
        <Menu.Item leftSection={<FileText size={14} />} disabled={incident === null} onClick={() => incident?.()}>
          {t("Save incident page…")}
        </Menu.Item>
        <Menu.Item leftSection={<Repeat2 size={14} />} disabled={replay === null} onClick={() => replay?.()}>
          {shown.taskId === null ? t("Replay from the selected task…") : t("Replay from {{taskId}}…", { taskId: shown.taskId })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
