/** A kind of task in the toolbar: a click adds it in the middle, a drag where it is dropped. */
import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import type { Point } from "../../graph-view/layout.ts";
import styles from "./toolbar/draw-toolbar.module.css";
import { t } from "../../strings/t.ts";
import type { KindChoice } from "./task-kinds.ts";
import { useHeld } from "./use-held.ts";

export interface KindChipProps {
  readonly choice: KindChoice;
  readonly onAdd: (choice: KindChoice, screen: Point | null) => void;
  readonly onHold: (screen: Point | null) => void;
}

export function KindChip({ choice, onAdd, onHold }: KindChipProps): ReactNode {
  const drag = useHeld({ onMove: onHold, onDrop: (at) => onAdd(choice, at) });
  return (
    <>
      <button className={styles.kind} title={t("{{about}}. Click, or drag it onto the canvas.", { about: choice.about })} aria-label={t("Add {{choice}} task", { choice: choice.title })} {...drag.handlers} onClick={() => drag.wasDragged() || onAdd(choice, null)}>
        {choice.title}
      </button>
      {drag.at !== null && createPortal(<div className={styles.ghost} style={{ left: drag.at.x, top: drag.at.y }}>{choice.title}</div>, document.body)}
    </>
  );
}
