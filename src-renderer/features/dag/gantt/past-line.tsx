/** The instant that one looks at, as a line through the chart. */
import type { ReactNode } from "react";
import type { Span } from "../../../../shared/run-view/time-view.ts";
import { useReplayInstant } from "../replay/use-replay.ts";
import styles from "./gantt.module.css";

export function PastLine({ view }: { view: Span }): ReactNode {
  const at = useReplayInstant();
  if (at === null || at < view.from || at > view.to) return null;
  return <i className={styles.pastLine} style={{ left: `${((at - view.from) / (view.to - view.from)) * 100}%` }} />;
}
