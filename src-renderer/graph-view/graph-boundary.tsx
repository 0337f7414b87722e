/** Catches trouble while drawing a graph and shows the tasks as a plain list instead: never a blank canvas. */
import { Component, type ErrorInfo, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { StateBadge } from "../ui/state-badge.tsx";
import type { GraphIndex } from "./graph-index.ts";
import styles from "./graph-view.module.css";
import { kindWord, type TaskStatus } from "./task-status.ts";

interface Props {
  readonly index: GraphIndex;
  readonly instances: readonly TaskStatus[] | null;
  readonly onSelect: (taskId: string) => void;
  readonly children: ReactNode;
}

interface State {
  readonly message: string | null;
  readonly key: string;
}

export class GraphBoundary extends Component<Props, State> {
  override state: State = { message: null, key: this.props.index.key };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  /** Another graph gets another chance. */
  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.index.key === state.key ? null : { message: null, key: props.index.key };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error("The graph could not be drawn:", error, info.componentStack);
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return <GraphFallback {...this.props} message={message} onRetry={() => this.setState({ message: null })} />;
  }
}

export function GraphFallback({ index, instances, message, onSelect, onRetry }: Omit<Props, "children"> & { message: string; onRetry: () => void }): ReactNode {
  const states = new Map(instances?.map((instance) => [instance.taskId, instance.state]));
  return (
    <div className={styles.fallback}>
      <p role="alert">
        {t("The graph could not be drawn ({{message}}). Here are its tasks as a list.", { message })} <button onClick={onRetry}>{t("Draw again")}</button>
      </p>
      <ul className={styles.fallbackList}>
        {index.tasks.map((task) => (
          <li key={task.id}>
            <button className={styles.fallbackItem} onClick={() => onSelect(task.id)}>
              <StateBadge state={states.get(task.id) ?? "none"} />
              <span>{task.id}</span>
              <span className="dw-dim">{kindWord(task.kind)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
