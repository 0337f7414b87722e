/** A message of the engine: what stands between backticks in it is code and looks like it. Everything else stays as it is. */
import type { ReactNode } from "react";
import styles from "./message-text.module.css";

export function MessageText({ text }: { text: string }): ReactNode {
  return text.split(/`([^`\n]+)`/).map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      <code key={at} className={styles.code}>
        {part}
      </code>
    ),
  );
}
