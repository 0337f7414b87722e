/** The line above the canvas: what can be added (click or drag), undo, order, what stands around, and whether the file is saved. */
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { Point } from "../../../graph-view/layout.ts";
import { t } from "../../../strings/t.ts";
import { KindChip } from "../kind-chip.tsx";
import { kindChoices } from "../task-kinds.ts";
import type { Adding } from "../use-adding.ts";
import type { Dragging } from "../use-dragging.ts";
import type { Drawing } from "../use-drawing.ts";
import type { Panes } from "../use-panes.ts";
import styles from "./draw-toolbar.module.css";
import { CanvasTools } from "./canvas-tools.tsx";
import { HistoryTools } from "./history-tools.tsx";
import { SaveTools } from "./save-tools.tsx";
import { SideTools } from "./side-tools.tsx";
import { Tool } from "./tool.tsx";

/** The others are behind the plus sign. */
const commonKinds = kindChoices.filter(({ isCommon }) => isCommon);

export interface DrawToolbarProps {
  readonly drawing: Drawing;
  readonly dragging: Dragging;
  readonly panes: Panes;
  readonly adding: Adding;
  readonly onNote: (note: { readonly at: Point }) => void;
}

export function DrawToolbar({ drawing, dragging, panes, adding, onNote }: DrawToolbarProps): ReactNode {
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t("Drawing")}>
      <span className={styles.kinds} role="group" aria-label={t("Add a task")}>
        {commonKinds.map((choice) => (
          <KindChip key={choice.key} choice={choice} onAdd={adding.addAt} onHold={adding.hold} />
        ))}
        <Tool id="draw.add" icon={Plus} />
      </span>
      <i className={styles.line} />
      <HistoryTools text={drawing.document.text} />
      <i className={styles.line} />
      <CanvasTools drawing={drawing} dragging={dragging} onNote={onNote} />
      <SideTools panes={panes} />
      <span className={styles.spring} />
      <SaveTools drawing={drawing} />
    </div>
  );
}
