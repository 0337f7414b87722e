/** What a view of a run writes on a node: a figure at its foot, a bar of its share, and that it is among the slowest. */
import { Hourglass } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { t } from "../strings/t.ts";
import { useGraphScene, useKeyed } from "./graph-context.ts";
import styles from "./node-figure.module.css";

export function FigureText({ id }: { id: string }): ReactNode {
  const figure = useKeyed(useGraphScene().run.figures, id);
  if (figure === undefined) return null;
  return (
    <span className={styles.figure} title={figure.title} data-figure>
      {figure.isSlow && <Hourglass size={11} className={styles.slow} role="img" aria-label={t("among the slowest")} />}
      {figure.text}
    </span>
  );
}

export function ShareBar({ id }: { id: string }): ReactNode {
  const figure = useKeyed(useGraphScene().run.figures, id);
  if (figure?.share == null) return null;
  return <i className={styles.share} style={{ "--gv-share": `${Math.round(figure.share * 100)}%` } as CSSProperties} data-slow={figure.isSlow || undefined} aria-hidden />;
}
