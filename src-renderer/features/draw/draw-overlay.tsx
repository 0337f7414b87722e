/** Draws what is open above the canvas. */
import type { ReactNode } from "react";
import { DrawMenu } from "./draw-menu.tsx";
import { GroupOverlay } from "./group-overlay.tsx";
import { QuickAdd } from "./quick-add.tsx";
import { RenameDialog } from "./rename/rename-dialog.tsx";
import type { KindChoice } from "./task-kinds.ts";
import type { Adding } from "./use-adding.ts";
import type { Drawing } from "./use-drawing.ts";
import type { Overlay } from "./use-overlay.ts";

export interface DrawOverlayProps {
  readonly drawing: Drawing;
  readonly overlay: Overlay;
  readonly files: readonly KindChoice[];
  readonly onAdd: Adding["add"];
}

export function DrawOverlay({ drawing, overlay: { open, close }, files, onAdd }: DrawOverlayProps): ReactNode {
  const { document, dagId, select, say } = drawing;
  switch (open?.kind) {
    case "add":
      return <QuickAdd spot={open.spot} link={open.link} files={files} onClose={close} onAdd={(choice, link) => onAdd(choice, open.spot, link)} />;
    case "menu":
      return <DrawMenu target={open.target} spot={open.spot} onClose={close} />;
    case "group":
      return <GroupOverlay drawing={drawing} question={open.question} spot={open.spot} onClose={close} />;
    case "rename":
      return <RenameDialog document={document} dagId={dagId} task={open.id} onClose={close} onRenamed={({ to, message, tone }) => (select([to], "keys"), say(message, tone))} />;
    case undefined:
      return null;
  }
}
