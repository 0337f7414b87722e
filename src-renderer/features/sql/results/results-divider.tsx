/** The border between the text and its results, moved by pointer or arrow keys; where it stands is kept on this machine. */
import { useState, type PointerEvent, type ReactNode } from "react";
import styles from "./divider.module.css";
import { t } from "../../../strings/t.ts";

const key = "dagwright.sql.editorShare";
const usual = 40;
const [least, most, step] = [10, 85, 5];

export interface EditorShare {
  /** Percent of the height. */
  readonly share: number;
  set(share: number): void;
}

export function useEditorShare(): EditorShare {
  const [share, setShare] = useState(() => bounded(Number(localStorage.getItem(key) ?? usual)));
  return {
    share,
    set(next) {
      const kept = bounded(next);
      setShare(kept);
      localStorage.setItem(key, String(kept));
    },
  };
}

function bounded(share: number): number {
  return Number.isFinite(share) ? Math.max(least, Math.min(most, Math.round(share))) : usual;
}

export function ResultsDivider({ share, set }: EditorShare): ReactNode {
  return (
    <div
      className={styles.divider}
      role="separator"
      tabIndex={0}
      aria-label={t("Height of the text")}
      aria-orientation="horizontal"
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={share}
      onDoubleClick={() => set(usual)}
      onPointerDown={(event) => follow(event, set)}
      onKeyDown={(event) => {
        const by = { ArrowUp: -step, ArrowDown: step }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        set(share + by);
      }}
    />
  );
}

function follow(event: PointerEvent<HTMLElement>, set: (share: number) => void): void {
  const divider = event.currentTarget;
  const whole = divider.parentElement?.getBoundingClientRect();
  const text = divider.previousElementSibling?.getBoundingClientRect();
  if (whole === undefined || text === undefined) return;
  event.preventDefault();
  divider.setPointerCapture(event.pointerId);
  const grabbed = event.clientY - text.bottom;
  const move = (next: globalThis.PointerEvent): void => set(((next.clientY - grabbed - text.top) / whole.height) * 100);
  divider.addEventListener("pointermove", move);
  divider.addEventListener("lostpointercapture", () => divider.removeEventListener("pointermove", move), { once: true });
}
