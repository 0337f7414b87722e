/** Adds a task where it was asked for: type to filter, Enter inserts. One list for double click, Tab, a dropped edge and its "+". */
import { Star } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { AddLink, Spot } from "../../graph-view/edit/editing.ts";
import face from "./draw.module.css";
import styles from "./floats.module.css";
import { filterKinds, orderKinds, readKindUse, toggleFavourite, type KindChoice } from "./task-kinds.ts";

export interface QuickAddProps {
  readonly spot: Spot;
  readonly link: AddLink | null;
  readonly onAdd: (choice: KindChoice, link: AddLink | null) => void;
  readonly onClose: () => void;
}

const width = 300;
const height = 250;

export function QuickAdd({ spot, link: asked, onAdd, onClose }: QuickAddProps): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const [link, setLink] = useState(asked);
  const [use, setUse] = useState(() => readKindUse(localStorage));
  const choices = filterKinds(orderKinds(use), typed);
  const at = Math.min(chosen, choices.length - 1);
  const mark = (choice: KindChoice): void => {
    toggleFavourite(localStorage, choice.kind);
    setUse(readKindUse(localStorage));
  };

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key === "ArrowDown") setChosen((at + 1) % Math.max(1, choices.length));
    else if (event.key === "ArrowUp") setChosen((at - 1 + choices.length) % Math.max(1, choices.length));
    else if (event.key === "Backspace" && typed === "" && link !== null) setLink(null);
    else if (event.key === "Enter") {
      const choice = choices[at];
      if (choice) onAdd(choice, link);
    } else return;
    event.preventDefault();
  }

  const left = Math.max(8, Math.min(spot.screen.x, innerWidth - width - 8));
  const top = Math.max(8, Math.min(spot.screen.y, innerHeight - height - 8));
  return createPortal(
    <>
      <div className={styles.veil} onPointerDown={onClose} />
      <div className={styles.quickAdd} style={{ left, top, width }} role="dialog" aria-label="Add a task">
        {link !== null && <div className={styles.linkLine}>{linkWords(link)}</div>}
        <input
          className={styles.quickInput}
          ref={(input) => input?.focus({ preventScroll: true })}
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={choices.length > 0 ? `${id}-${at}` : undefined}
          aria-label="Kind of task"
          placeholder="Type to filter, Enter adds"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div id={`${id}-list`} role="listbox" aria-label="Kinds of tasks" className={styles.quickList}>
          {choices.map((choice, place) => (
            <div key={choice.kind} id={`${id}-${place}`} role="option" aria-selected={place === at} className={styles.choice} onPointerMove={() => setChosen(place)} onClick={() => onAdd(choice, link)}>
              <span className={styles.choiceTitle}>{choice.title}</span>
              <span className={styles.choiceAbout}>{choice.about}</span>
              <span
                className={styles.star}
                data-on={use.favourites.includes(choice.kind) || undefined}
                title={use.favourites.includes(choice.kind) ? "No longer a favourite" : "Make it a favourite: favourites come first"}
                onClick={(event) => {
                  event.stopPropagation();
                  mark(choice);
                }}
              >
                <Star size={13} aria-hidden />
              </span>
            </div>
          ))}
        </div>
        {choices.length === 0 && <div className={face.none}>No kind of task is called that.</div>}
      </div>
    </>,
    document.body,
  );
}

function linkWords(link: AddLink): string {
  if (link.kind === "edge") return `between ${link.edge.source} and ${link.edge.target}`;
  return `${link.side === "out" ? "after" : "before"} ${link.id} (Backspace: on its own)`;
}
