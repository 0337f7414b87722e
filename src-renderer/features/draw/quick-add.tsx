/** Adds a task where it was asked for: type to filter, Enter inserts. One list for double click, Tab, a dropped edge and its "+". */
import { useState, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { AddLink, Spot } from "../../graph-view/edit/editing.ts";
import { t } from "../../strings/t.ts";
import { useComboBox } from "../../ui/combo-box.ts";
import { ChoiceRow } from "./choice-row.tsx";
import face from "./draw.module.css";
import styles from "./floats.module.css";
import { useChoices } from "./use-choices.ts";
import type { KindChoice } from "./task-kinds.ts";

export interface QuickAddProps {
  readonly spot: Spot;
  readonly link: AddLink | null;
  /** Files that may become tasks. */
  readonly files: readonly KindChoice[];
  readonly onAdd: (choice: KindChoice, link: AddLink | null) => void;
  readonly onClose: () => void;
}

const width = 340;
const height = 330;

export function QuickAdd({ spot, link: asked, files, onAdd, onClose }: QuickAddProps): ReactNode {
  const [typed, setTyped] = useState("");
  const [link, setLink] = useState(asked);
  const list = useChoices(files, typed);
  const pick = (choice: KindChoice | undefined): void => {
    if (choice) onAdd(choice, link);
  };
  const combo = useComboBox({ typed, onType: setTyped, count: list.choices.length, onPick: (index) => pick(list.choices[index]), onKey });

  function onKey(event: KeyboardEvent): boolean {
    if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key === "Backspace" && typed === "" && link !== null) setLink(null);
    else return false;
    return true;
  }

  const left = Math.max(8, Math.min(spot.screen.x, innerWidth - width - 8));
  const top = Math.max(8, Math.min(spot.screen.y, innerHeight - height - 8));
  return createPortal(
    <>
      <div className={styles.veil} onPointerDown={onClose} />
      <div className={styles.quickAdd} style={{ left, top, width }} role="dialog" aria-label={t("Add a task")} onKeyDown={(event) => event.stopPropagation()}>
        {link !== null && <div className={styles.linkLine}>{linkWords(link)}</div>}
        <input className={styles.quickInput} ref={(input) => input?.focus({ preventScroll: true })} aria-label={t("Kind of task")} placeholder={t("Type to filter, Enter adds")} {...combo.inputProps} />
        <div id={combo.listId} role="listbox" aria-label={t("Kinds of tasks")} className={styles.quickList}>
          {list.choices.map((choice, place) => (
            <ChoiceRow key={choice.key} choice={choice} list={list} before={list.choices[place - 1]} option={combo.optionProps(place)} />
          ))}
        </div>
        {list.choices.length === 0 && <div className={face.none}>{t("No kind of task and no file is called that.")}</div>}
      </div>
    </>,
    document.body,
  );
}

function linkWords(link: AddLink): string {
  if (link.kind === "edge") return t("between {{source}} and {{target}}", { source: link.edge.source, target: link.edge.target });
  return t("{{side}} {{link}} (Backspace: on its own)", { side: link.side === "out" ? t("after") : t("before"), link: link.id });
}
