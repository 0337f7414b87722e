/** Asks for the name of a group where the group is; Enter takes it, Escape lets go. */
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { taskIdPattern, taskIdWords } from "../../../shared/dag-file/check-graph.ts";
import type { Spot } from "../../graph-view/edit/editing.ts";
import styles from "./floats.module.css";
import { t } from "../../strings/t.ts";

export interface GroupNameProps {
  readonly label: string;
  readonly proposed: string;
  readonly spot: Spot;
  readonly isTaken: (name: string) => boolean;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

const width = 240;

export function GroupName({ label, proposed, spot, isTaken, onName, onClose }: GroupNameProps): ReactNode {
  const id = useId();
  const [name, setName] = useState(proposed);
  const wanted = name.trim();
  const error = wanted === "" ? null : !taskIdPattern.test(wanted) ? t("A name has {{taskIdWords}}.", { taskIdWords }) : isTaken(wanted) ? t("There is a task or a group {{wanted}} already.", { wanted }) : null;
  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape" || event.key === "Tab") onClose();
    if (event.key === "Enter" && wanted !== "" && error === null) onName(wanted);
    if (["Escape", "Tab", "Enter"].includes(event.key)) event.preventDefault();
  }
  return createPortal(
    <>
      <div className={styles.veil} onPointerDown={onClose} />
      <div className={styles.quickAdd} style={{ left: Math.max(8, Math.min(spot.screen.x, innerWidth - width - 8)), top: Math.max(8, Math.min(spot.screen.y - 64, innerHeight - 80)), width }} role="dialog" aria-label={label}>
        <div className={styles.linkLine}>{label}</div>
        <input
          className={styles.quickInput}
          ref={(input) => void (input !== null && document.activeElement !== input && (input.focus({ preventScroll: true }), input.select()))}
          aria-label={label}
          aria-invalid={error !== null}
          aria-describedby={`${id}-error`}
          placeholder={t("Name, Enter takes it")}
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <div id={`${id}-error`} role="status" className={styles.nameError} hidden={error === null}>
          {error}
        </div>
      </div>
    </>,
    document.body,
  );
}
