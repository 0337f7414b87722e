/** A shortcut as key caps, in the words of this platform. */
import type { ReactNode } from "react";
import styles from "./key-hint.module.css";
import { keyWords } from "./key-words.ts";

/** `keys` as the registry writes them: `Mod+Shift+P`, or a sequence such as `g d`. */
export function KeyHint({ keys }: { keys: string }): ReactNode {
  return (
    <span className={styles.hint}>
      {keyWords(keys).map((word, index) => (
        <kbd key={index} className={styles.key}>
          {word}
        </kbd>
      ))}
    </span>
  );
}
