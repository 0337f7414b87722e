/** A field that takes a key by its being pressed. Tab leaves it, Escape gives up, Enter says that the shown one is meant. */
import type { KeyboardEvent, ReactNode } from "react";
import { keyText } from "../../../shared/commands/key-text.ts";
import { pressedKey } from "../../../shared/commands/pressed-key.ts";
import { onMac } from "../../ui/key-hint.tsx";
import styles from "./keys-face.module.css";

export interface RecordKeyProps {
  readonly label: string;
  readonly value: string | null;
  readonly onKey: (key: string) => void;
  readonly onLeave: () => void;
  readonly onEnter?: () => void;
}

export function RecordKey({ label, value, onKey, onLeave, onEnter }: RecordKeyProps): ReactNode {
  function onKeyDown(event: KeyboardEvent): void {
    const key = pressedKey(event.nativeEvent, onMac);
    if (key === "Tab" || key === "Shift+Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "Escape") onLeave();
    else if (key === "Enter") onEnter?.();
    else if (key !== null) onKey(key);
  }
  return <input className={styles.recorder} data-records-keys data-autofocus autoFocus readOnly aria-label={label} placeholder={label} value={value === null ? "" : keyText(value, onMac)} onKeyDown={onKeyDown} />;
}
