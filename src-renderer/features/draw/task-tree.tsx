/**
 * The same DAG as a tree of words: everything that the canvas shows and takes, for the keyboard and for screen readers. Only the rows
 * in view are drawn, and the one that the keys are on.
 */
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { StickyNote } from "lucide-react";
import { useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import type { GraphTask } from "../../../shared/model/dag.ts";
import { noteName } from "../../graph-view/notes/note-layer.tsx";
import { kindWord } from "../../graph-view/task-status.ts";
import { useRowHeight } from "../../ui/preferences.tsx";
import styles from "./task-tree.module.css";
import type { Drawing } from "./use-drawing.ts";

interface Row {
  readonly kind: "task" | "note";
  readonly id: string;
}

const paddingPx = 6;

export function TaskTree({ drawing }: { drawing: Drawing }): ReactNode {
  const { index, selection, state } = drawing;
  const root = useRef<HTMLUListElement>(null);
  const { notes } = state.good.ui;
  const rows = useMemo((): readonly Row[] => [...index.tasks.map(({ id }) => ({ kind: "task" as const, id })), ...Object.keys(notes).map((id) => ({ kind: "note" as const, id }))], [index, notes]);
  const lastNote = selection.notes.at(-1);
  const current: Row | null = selection.primary !== null ? { kind: "task", id: selection.primary } : lastNote !== undefined ? { kind: "note", id: lastNote } : null;
  const currentId = current === null ? undefined : rowId(current);
  const currentAt = useMemo(() => rows.findIndex((row) => rowId(row) === currentId), [rows, currentId]);
  const rowPx = useRowHeight();
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => root.current,
    estimateSize: () => rowPx,
    overscan: 8,
    paddingStart: paddingPx,
    paddingEnd: paddingPx,
    scrollPaddingStart: paddingPx,
    scrollPaddingEnd: paddingPx,
    getItemKey: (at) => (rows[at] === undefined ? at : rowId(rows[at])),
    // A screen reader is told of the current row wherever the list is scrolled to.
    rangeExtractor: (range) => (currentAt < 0 ? defaultRangeExtractor(range) : [...new Set([...defaultRangeExtractor(range), currentAt])].sort((one, other) => one - other)),
  });
  useEffect(() => list.measure(), [list, rowPx]);
  useEffect(() => {
    if (currentAt >= 0) list.scrollToIndex(currentAt, { align: "auto" });
    // Where the row has gone in a changed file is followed when it is chosen again, not under the hand.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
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
    const at = currentAt;
    const goal = { ArrowDown: at + 1, ArrowUp: at < 0 ? rows.length - 1 : at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const row = rows[Math.max(0, Math.min(rows.length - 1, goal))];
    if (row !== undefined) pick(row, event.shiftKey);
  }
  const chosenTasks = new Set(selection.tasks);
  const chosenNotes = new Set(selection.notes);
  const drawn = list.getVirtualItems().flatMap(({ index: at, start }) => {
    const row = rows[at];
    if (row === undefined) return [];
    const isChosen = (row.kind === "task" ? chosenTasks : chosenNotes).has(row.id);
    const onClick = (event: MouseEvent): void => {
      root.current?.focus({ preventScroll: true });
      const adds = event.shiftKey || event.ctrlKey || event.metaKey;
      pick(row, adds, adds && isChosen);
    };
    const task = row.kind === "task" ? index.byId.get(row.id) : undefined;
    const note = row.kind === "note" ? notes[row.id] : undefined;
    return (
      <li
        key={rowId(row)}
        id={rowId(row)}
        role="treeitem"
        aria-level={1}
        aria-setsize={rows.length}
        aria-posinset={at + 1}
        aria-selected={isChosen}
        aria-label={task ? taskWords(drawing, task) : note && noteName(note)}
        className={styles.treeRow}
        style={{ top: start }}
        data-primary={rowId(row) === currentId || undefined}
        data-disabled={(task && !task.enabled) || undefined}
        onClick={onClick}
      >
        {task && <TaskCells drawing={drawing} task={task} />}
        {note && <NoteCells name={noteName(note)} />}
      </li>
    );
  });
  return (
    <ul ref={root} className={styles.tree} role="tree" aria-label={`Tasks of ${drawing.dagId}`} aria-multiselectable tabIndex={0} aria-activedescendant={currentId} onKeyDown={onKeyDown} data-draw-keys>
      {drawn}
      <li role="presentation" style={{ height: list.getTotalSize() }} />
    </ul>
  );
}

function NoteCells({ name }: { name: string }): ReactNode {
  return (
    <>
      <span className="dw-ellipsis">{name.replace(/^Note: /, "")}</span>
      <StickyNote size={13} className={styles.treeKind} aria-hidden />
    </>
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
