/** What can be added, beside the canvas: search, favourites, recents, kinds by category, files. A click adds in the middle, a drag where it is dropped. */
import { useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { Point } from "../../graph-view/layout.ts";
import { t } from "../../strings/t.ts";
import { useComboBox } from "../../ui/combo-box.ts";
import { ChoiceRow } from "./choice-row.tsx";
import face from "./draw.module.css";
import toolbar from "./toolbar/draw-toolbar.module.css";
import styles from "./palette-panel.module.css";
import type { KindChoice } from "./task-kinds.ts";
import { useChoices } from "./use-choices.ts";
import { useHeld } from "./use-held.ts";

export interface PaletteProps {
  readonly files: readonly KindChoice[];
  /** `screen` is where it was dropped; null adds it in the middle. */
  readonly onAdd: (choice: KindChoice, screen: Point | null) => void;
  /** Held over this point of the screen. */
  readonly onHold: (screen: Point | null) => void;
}

export function PalettePanel({ files, onAdd, onHold }: PaletteProps): ReactNode {
  const [typed, setTyped] = useState("");
  const [held, setHeld] = useState<KindChoice | null>(null);
  const list = useChoices(files, typed);
  const combo = useComboBox({ typed, onType: setTyped, count: list.choices.length, onPick: (index) => add(list.choices[index], null) });
  const drag = useHeld({ onMove: onHold, onDrop: (at) => add(held ?? undefined, at) });
  const add = (choice: KindChoice | undefined, screen: Point | null): void => {
    if (choice !== undefined) onAdd(choice, screen);
  };
  return (
    <section className={styles.palette} aria-label={t("Palette")}>
      <input className={styles.search} aria-label={t("Find something to add")} placeholder={t("Add a task or a file…")} {...combo.inputProps} />
      <div id={combo.listId} role="listbox" aria-label={t("What can be added")} className={styles.list}>
        {list.choices.map((choice, place) => {
          const option = combo.optionProps(place);
          const row = {
            ...option,
            ...drag.handlers,
            onPointerDown: (event: Parameters<typeof drag.handlers.onPointerDown>[0]) => {
              setHeld(choice);
              drag.handlers.onPointerDown(event);
            },
            onClick: () => drag.wasDragged() || add(choice, null),
          };
          return <ChoiceRow key={choice.key} choice={choice} list={list} before={list.choices[place - 1]} option={row} />;
        })}
        {list.choices.length === 0 && <p className={face.none}>{t("No kind of task and no file is called that.")}</p>}
      </div>
      {drag.at !== null && held !== null && createPortal(<div className={toolbar.ghost} style={{ left: drag.at.x, top: drag.at.y }}>{held.title}</div>, document.body)}
    </section>
  );
}
