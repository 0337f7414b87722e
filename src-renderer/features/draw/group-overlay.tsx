/** What is asked about groups on the canvas: the name of a new one, another name, or the group to move into. */
import type { ReactNode } from "react";
import type { Spot } from "../../graph-view/edit/editing.ts";
import { t } from "../../strings/t.ts";
import { createGroupAct, freeGroupId, moveToGroupAct, renameGroupAct } from "./group-acts.ts";
import { GroupName } from "./group-name.tsx";
import { GroupPicker } from "./group-picker.tsx";
import type { Drawing } from "./use-drawing.ts";

export type GroupQuestion = { readonly kind: "create" } | { readonly kind: "rename"; readonly id: string } | { readonly kind: "move" };

export function GroupOverlay({ drawing, question, spot, onClose }: { drawing: Drawing; question: GroupQuestion; spot: Spot; onClose: () => void }): ReactNode {
  const { groups, index, selection, perform } = drawing;
  if (question.kind === "move") {
    const own = new Set(selection.groups.flatMap((id) => [id, ...(groups.get(id)?.inner ?? [])]));
    return <GroupPicker groups={[...groups.values()].filter((group) => !own.has(group.id))} spot={spot} onClose={onClose} onPick={(group) => (perform(moveToGroupAct(drawing.now(), selection, group)), onClose())} />;
  }
  const renamed = question.kind === "rename" ? question.id : null;
  const name = (id: string): void => {
    if (id !== renamed) perform(renamed === null ? createGroupAct(drawing.now(), selection, id) : renameGroupAct(renamed, id));
    onClose();
  };
  return <GroupName label={renamed === null ? t("Name of the group") : t("New name of {{renamed}}", { renamed })} proposed={renamed ?? freeGroupId(drawing.now())} spot={spot} isTaken={(id) => id !== renamed && (groups.has(id) || index.byId.has(id))} onName={name} onClose={onClose} />;
}
