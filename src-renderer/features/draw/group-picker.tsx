/** Asks which group to move into: type to filter, Enter moves. The keyboard's way of dragging into and out of a group. */
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { Spot } from "../../graph-view/edit/editing.ts";
import type { GroupFacts } from "../../graph-view/groups/fold-graph.ts";
import { t } from "../../strings/t.ts";
import face from "./draw.module.css";
import styles from "./floats.module.css";

export interface GroupPickerProps {
  /** Those that may be moved into. */
  readonly groups: readonly GroupFacts[];
  readonly spot: Spot;
  readonly onPick: (group: string | null) => void;
  readonly onClose: () => void;
}

interface Choice {
  readonly group: string | null;
  readonly title: string;
  readonly about: string;
}

const width = 300;
const height = 250;

export function GroupPicker({ groups, spot, onPick, onClose }: GroupPickerProps): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const all: Choice[] = [{ group: null, title: t("No group"), about: t("out of any") }, ...groups.map((group) => ({ group: group.id, title: group.id, about: [t("{{count}} tasks", { count: group.tasks.length }), group.parent === null ? null : t("in {{parent}}", { parent: group.parent })].filter((part) => part !== null).join(", ") }))];
  const choices = all.filter(({ title }) => title.toLowerCase().includes(typed.trim().toLowerCase()));
  const at = Math.min(chosen, choices.length - 1);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key === "ArrowDown") setChosen((at + 1) % Math.max(1, choices.length));
    else if (event.key === "ArrowUp") setChosen((at - 1 + choices.length) % Math.max(1, choices.length));
    else if (event.key === "Enter") {
      const choice = choices[at];
      if (choice) onPick(choice.group);
    } else return;
    event.preventDefault();
  }

  return createPortal(
    <>
      <div className={styles.veil} onPointerDown={onClose} />
      <div className={styles.quickAdd} style={{ left: Math.max(8, Math.min(spot.screen.x, innerWidth - width - 8)), top: Math.max(8, Math.min(spot.screen.y, innerHeight - height - 8)), width }} role="dialog" aria-label={t("Move into a group")}>
        <input
          className={styles.quickInput}
          ref={(input) => input?.focus({ preventScroll: true })}
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={choices.length > 0 ? `${id}-${at}` : undefined}
          aria-label={t("Group to move into")}
          placeholder={t("Type to filter, Enter moves")}
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div id={`${id}-list`} role="listbox" aria-label={t("Groups")} className={`${styles.quickList} ${styles.scrolling}`}>
          {choices.map((choice, place) => (
            <div key={choice.group ?? ""} id={`${id}-${place}`} role="option" aria-selected={place === at} className={styles.choice} onPointerMove={() => setChosen(place)} onClick={() => onPick(choice.group)}>
              <span className={`${styles.groupTitle} dw-ellipsis`}>{choice.title}</span>
              <span className={styles.choiceAbout}>{choice.about}</span>
            </div>
          ))}
        </div>
        {choices.length === 0 && <div className={face.none}>{t("No group is called that.")}</div>}
      </div>
    </>,
    document.body,
  );
}
