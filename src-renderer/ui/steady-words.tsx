/** Words that change in place, such as those of a button that works: as wide as the widest of them, so that nothing beside them moves from under the mouse. */
import type { ReactNode } from "react";
import styles from "./steady-words.module.css";

/** `among`: all that can stand there. */
export function SteadyWords({ children, among }: { readonly children: string; readonly among: readonly string[] }): ReactNode {
  return (
    <span className={styles.words} data-among={among.join("\n")}>
      {children}
    </span>
  );
}
