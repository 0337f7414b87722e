/** An empty place as an invitation: one sentence, one action, one example that works. */
import type { ReactNode } from "react";
import { ExampleText } from "./example-text.tsx";
import styles from "./place-states.module.css";

export interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** A command or text to copy as it stands. */
  readonly example?: string;
  readonly action?: ReactNode;
}

export function EmptyState({ title, children, example, action }: EmptyStateProps): ReactNode {
  return (
    <div className={styles.place}>
      <div className={styles.title}>{title}</div>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {example !== undefined && <ExampleText text={example} />}
      {action !== undefined && <div className={styles.actions}>{action}</div>}
    </div>
  );
}
