/** The same DAG as a tree of words: everything that the canvas shows and takes, for the keyboard and for screen readers. */
import { StickyNote } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import type { GraphTask } from "../../../shared/model/dag.ts";
import { noteName } from "../../graph-view/notes/note-layer.tsx";
import { kindWord } from "../../graph-view/task-status.ts";
import styles from "./task-tree.module.css";
import type { Drawing } from "./use-drawing.ts";

interface Row {
  readonly kind: "task" | "note";
  readonly id: string;
}

export function TaskTree({ drawing }: { drawing: Drawing }): ReactNode {
  const { index, selection, state } = drawing;
  const root = useRef<HTMLUListElement>(null);
  const { notes } = state.good.ui;
  const rows: readonly Row[] = [...index.tasks.map(({ id }) => ({ kind: "task" as const, id })), ...Object.keys(notes).map((id) => ({ kind: "note" as const, id }))];
  const lastNote = selection.notes.at(-1);
  const current: Row | null = selection.primary !== null ? { kind: "task", id: selection.primary } : lastNote !== undefined ? { kind: "note", id: lastNote } : null;
  const currentId = current === null ? undefined : rowId(current);
  useEffect(() => {
    if (currentId !== undefined) document.getElementById(currentId)?.scrollIntoView({ block: "nearest" });
  }, [currentId]);

  /** Adding, the row becomes the last of its kind, and so the current one; `off` takes it away instead. */
  const pick = ({ kind, id }: Row, adds: boolean, off = false): void => {
    const [tasks, chosen] = [selection.tasks, selection.notes].map((ids) => (adds ? ids : []));
    const changed = (ids: readonly string[] = []): string[] => [...ids.filter((each) => each !== id), ...(off ? [] : [id])];
    if (kind === "task") drawing.select(changed(tasks), "tree", [], chosen);
    else drawing.select(tasks ?? [], "tree", [], changed(chosen));
  };
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = rows.findIndex((row) => rowId(row) === currentId);
    const goal = { ArrowDown: at + 1, ArrowUp: at < 0 ? rows.length - 1 : at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const row = rows[Math.max(0, Math.min(rows.length - 1, goal))];
    if (row !== undefined) pick(row, event.shiftKey);
  }
  const rowProps = (row: Row, isChosen: boolean) => ({
    id: rowId(row),
    role: "treeitem",
    "aria-level": 1,
    "aria-selected": isChosen,
    className: styles.treeRow,
    "data-primary": rowId(row) === currentId || undefined,
    onClick: (event: MouseEvent) => {
      root.current?.focus({ preventScroll: true });
      const adds = event.shiftKey || event.ctrlKey || event.metaKey;
      pick(row, adds, adds && isChosen);
    },
  });
  const chosenTasks = new Set(selection.tasks);
  return (
    <ul ref={root} className={styles.tree} role="tree" aria-label={`Tasks of ${drawing.dagId}`} aria-multiselectable tabIndex={0} aria-activedescendant={currentId} onKeyDown={onKeyDown} data-draw-keys>
      {index.tasks.map((task) => (
        <li key={task.id} {...rowProps({ kind: "task", id: task.id }, chosenTasks.has(task.id))} aria-label={taskWords(drawing, task)} data-disabled={!task.enabled || undefined}>
          <TaskCells drawing={drawing} task={task} />
        </li>
      ))}
      {Object.entries(notes).map(([id, note]) => (
        <li key={`note ${id}`} {...rowProps({ kind: "note", id }, selection.notes.includes(id))} aria-label={noteName(note)}>
          <span className="dw-ellipsis">{noteName(note).replace(/^Note: /, "")}</span>
          <StickyNote size={13} className={styles.treeKind} aria-hidden />
        </li>
      ))}
    </ul>
  );
}

function TaskCells({ drawing: { badges, index }, task }: { drawing: Drawing; task: GraphTask }): ReactNode {
  const badge = badges.get(task.id);
  const after = index.upstream.get(task.id) ?? [];
  return (
    <>
      <span className="dw-ellipsis">{task.id}</span>
      {badge !== undefined && <span className={styles.treeBadge} data-severity={badge.severity} aria-hidden>●</span>}
      <span className={styles.treeKind}>{kindWord(task.kind)}</span>
      {after.length > 0 && <span className={`dw-dim dw-ellipsis ${styles.treeAfter}`}>after {after.join(", ")}</span>}
    </>
  );
}

function taskWords({ badges, index }: Drawing, task: GraphTask): string {
  const badge = badges.get(task.id);
  const after = index.upstream.get(task.id) ?? [];
  const parts = [task.id, `${kindWord(task.kind)} task`, task.enabled ? "" : "disabled", after.length === 0 ? "comes first" : `after ${after.join(", ")}`, badge === undefined ? "" : `${badge.severity}: ${badge.text}`];
  return parts.filter((part) => part !== "").join(", ");
}

function rowId({ kind, id }: Row): string {
  return `draw-${kind === "task" ? "tree" : "note"}-${id}`;
}
