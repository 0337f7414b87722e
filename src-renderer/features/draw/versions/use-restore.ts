/** Brings a version of the file back, whole or one task of it: always one entry of the history, never a write to the disk. */
import { useState } from "react";
import { planRestoreTask } from "../../../../shared/dag-diff/restore-task.ts";
import { diffTexts } from "../../../../shared/document/text-diff.ts";
import type { DagDocument } from "../../../document/dag-document.ts";
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
  const nameOf = ({ key, version }: VersionEntry): string => (version === null ? (key === "disk" ? "the file on disk" : "now") : `the version of ${formatInstant(version.at, zone)}`);
  const undoHint = "Undo takes it back; save writes it.";
  return {
    message,
    whole(entry, text) {
      document.text.change(`Restore ${nameOf(entry)}`, diffTexts(document.text.get().text, text));
      setMessage(`Restored ${nameOf(entry)}. ${undoHint}`);
    },
    task(entry, text, taskId) {
      const plan = planRestoreTask(document.text.get().text, text, taskId);
      if (!plan.ok) return setMessage(`${taskId} was not restored: ${plan.message}`);
      const edited = document.edit(`Restore ${taskId} from ${nameOf(entry)}`, plan.edits);
      setMessage(edited.ok ? `Restored ${taskId} from ${nameOf(entry)}. ${undoHint}` : `${taskId} was not restored: ${edited.diagnostics[0]?.message ?? "the file takes no such edit."}`);
    },
  };
}
