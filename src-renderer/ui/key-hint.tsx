/** A shortcut of the command registry as a key cap, in the words of this platform. */
import type { ReactNode } from "react";
import { keyText } from "../../shared/commands/key-text.ts";
import styles from "./key-hint.module.css";

export const onMac = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform);

export function KeyHint({ keys }: { keys: string }): ReactNode {
  return <kbd className={styles.key}>{keyText(keys, onMac)}</kbd>;
}
