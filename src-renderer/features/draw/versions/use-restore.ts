/** Brings a version of the file back, whole or one task of it: always one entry of the history, never a write to the disk. */
import { useState } from "react";
import { planRestoreTask } from "../../../../shared/dag-diff/restore-task.ts";
import { diffTexts } from "../../../../shared/document/text-diff.ts";
import type { DagDocument } from "../../../document/dag-document.ts";
import { t } from "../../../strings/t.ts";
import { formatInstant } from "../../../ui/format.ts";
import { useDisplayZone } from "../../../ui/preferences.tsx";
import type { VersionEntry } from "./use-versions.ts";

export interface Restore {
  readonly whole: (entry: VersionEntry, text: string) => void;
  readonly task: (entry: VersionEntry, text: string, taskId: string) => void;
  readonly message: string | null;
}

export function useRestore(document: DagDocument): Restore {
  const [message, setMessage] = useState<string | null>(null);
  const zone = useDisplayZone();
  const nameOf = ({ key, version }: VersionEntry): string => (version === null ? (key === "disk" ? t("the file on disk") : t("now")) : t("the version of {{at}}", { at: formatInstant(version.at, zone) }));
  const undoHint = t("Undo takes it back; save writes it.");
  return {
    message,
    whole(entry, text) {
      document.text.change(t("Restore {{entry}}", { entry: nameOf(entry) }), diffTexts(document.text.get().text, text));
      setMessage(t("Restored {{entry}}. {{undoHint}}", { entry: nameOf(entry), undoHint }));
    },
    task(entry, text, taskId) {
      const plan = planRestoreTask(document.text.get().text, text, taskId);
      if (!plan.ok) return setMessage(t("{{taskId}} was not restored: {{message}}", { taskId, message: plan.message }));
      const isOut = plan.edits.some(({ kind }) => kind === "removeTask");
      const name = isOut ? t("Take out {{taskId}} as in {{entry}}", { taskId, entry: nameOf(entry) }) : t("Restore {{taskId}} from {{entry}}", { taskId, entry: nameOf(entry) });
      const edited = document.edit(name, plan.edits);
      if (edited.ok && isOut) return setMessage(t("Took out {{taskId}}, as in {{entry}}. {{undoHint}}", { taskId, entry: nameOf(entry), undoHint }));
      setMessage(edited.ok ? t("Restored {{taskId}} from {{entry}}. {{undoHint}}", { taskId, entry: nameOf(entry), undoHint }) : t("{{taskId}} was not restored: {{message}}", { taskId, message: edited.diagnostics[0]?.message ?? t("the file takes no such edit.") }));
    },
  };
}
