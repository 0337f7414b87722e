/** The same DAG as a tree of words: everything that the canvas shows and takes, for the keyboard and for screen readers. */
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { kindWord } from "../../graph-view/task-status.ts";
import styles from "./task-tree.module.css";
import type { Drawing } from "./use-drawing.ts";

export function TaskTree({ drawing }: { drawing: Drawing }): ReactNode {
  const { index, selection, badges } = drawing;
  const root = useRef<HTMLUListElement>(null);
  const ids = index.tasks.map((task) => task.id);
  const chosen = new Set(selection.tasks);
  useEffect(() => {
    if (selection.primary !== null) document.getElementById(rowId(selection.primary))?.scrollIntoView({ block: "nearest" });
  }, [selection.primary]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = ids.indexOf(selection.primary ?? "");
    const goal = { ArrowDown: at + 1, ArrowUp: at < 0 ? ids.length - 1 : at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const id = ids[Math.max(0, Math.min(ids.length - 1, goal))];
    if (id !== undefined) drawing.select(event.shiftKey ? [...selection.tasks.filter((each) => each !== id), id] : [id], "tree");
  }
  const pick = (id: string, adds: boolean): void => {
    root.current?.focus({ preventScroll: true });
    const others = selection.tasks.filter((each) => each !== id);
    drawing.select(!adds ? [id] : chosen.has(id) ? others : [...others, id], "tree");
  };

  return (
    <ul ref={root} className={styles.tree} role="tree" aria-label={`Tasks of ${drawing.dagId}`} aria-multiselectable tabIndex={0} aria-activedescendant={selection.primary === null ? undefined : rowId(selection.primary)} onKeyDown={onKeyDown} data-draw-keys>
      {index.tasks.map((task) => {
        const badge = badges.get(task.id);
        const after = index.upstream.get(task.id) ?? [];
        return (
          <li
            key={task.id}
            id={rowId(task.id)}
            role="treeitem"
            aria-level={1}
            aria-selected={chosen.has(task.id)}
            aria-label={[task.id, `${kindWord(task.kind)} task`, task.enabled ? "" : "disabled", after.length === 0 ? "comes first" : `after ${after.join(", ")}`, badge === undefined ? "" : `${badge.severity}: ${badge.text}`].filter((part) => part !== "").join(", ")}
            className={styles.treeRow}
            data-primary={task.id === selection.primary || undefined}
            data-disabled={!task.enabled || undefined}
            onClick={(event) => pick(task.id, event.shiftKey || event.ctrlKey || event.metaKey)}
          >
            <span className="dw-ellipsis">{task.id}</span>
            {badge !== undefined && <span className={styles.treeBadge} data-severity={badge.severity} aria-hidden>●</span>}
            <span className={styles.treeKind}>{kindWord(task.kind)}</span>
            {after.length > 0 && <span className={`dw-dim dw-ellipsis ${styles.treeAfter}`}>after {after.join(", ")}</span>}
          </li>
        );
      })}
    </ul>
  );
}

function rowId(id: string): string {
  return `draw-tree-${id}`;
}
