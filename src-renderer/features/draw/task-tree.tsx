/**
 * The same DAG as a tree of words: everything that the canvas shows and takes, for the keyboard and for screen readers. Only the rows
 * in view are drawn, and the one that the keys are on.
 */
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight, StickyNote } from "lucide-react";
import { useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { MenuTarget, Spot } from "../../graph-view/edit/editing.ts";
import type { GroupFacts } from "../../graph-view/groups/fold-graph.ts";
import { noteName } from "../../graph-view/notes/note-layer.tsx";
import { kindWord } from "../../graph-view/task-status.ts";
import { t } from "../../strings/t.ts";
import { useRowHeight } from "../../ui/preferences.tsx";
import { foldAct } from "./group-acts.ts";
import { nothingSelected } from "./selection.ts";
import styles from "./task-tree.module.css";
import { stepSideways, treeRows, type Row } from "./tree-rows.ts";
import type { Drawing } from "./use-drawing.ts";
import { severityWords } from "../../ui/model-words.ts";

const paddingPx = 6;
/** One step inwards. */
const indentPx = 16;
/** What has no sign to fold it stands below the names of what has. */
const foldPx = 14;

export interface TaskTreeProps {
  readonly drawing: Drawing;
  /** The right button on a row; by the menu key a command opens it. */
  readonly onMenu: (target: MenuTarget, spot: Spot, back: HTMLElement | null) => void;
}

export function TaskTree({ drawing, onMenu }: TaskTreeProps): ReactNode {
  const { index, selection, state, groups } = drawing;
  const root = useRef<HTMLUListElement>(null);
  const { notes, collapsed } = state.good.ui;
  const rows = useMemo(() => treeRows({ tasks: index.tasks, groups, collapsed, notes: Object.keys(notes) }), [index, groups, collapsed, notes]);
  const currentId = currentRow(drawing);
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
    const kept = adds ? selection : nothingSelected;
    const changed = (ids: readonly string[], own: Row["kind"]): readonly string[] => (kind !== own ? ids : [...ids.filter((each) => each !== id), ...(off ? [] : [id])]);
    drawing.select(changed(kept.tasks, "task"), "tree", [], changed(kept.notes, "note"), changed(kept.groups, "group"));
  };
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = currentAt;
    const side = event.key === "ArrowLeft" || event.key === "ArrowRight" ? stepSideways(rows, at, event.key) : undefined;
    const goal = typeof side === "number" ? side : { ArrowDown: at + 1, ArrowUp: at < 0 ? rows.length - 1 : at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (goal === undefined && side === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (typeof side === "object" && side !== null) drawing.perform(foldAct(side.fold, side.isFolded));
    const row = goal === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, goal))];
    if (row !== undefined) pick(row, event.shiftKey);
  }
  const chosen = { task: new Set(selection.tasks), group: new Set(selection.groups), note: new Set(selection.notes) };
  const drawn = list.getVirtualItems().flatMap(({ index: at, start }) => {
    const row = rows[at];
    if (row === undefined) return [];
    const isChosen = chosen[row.kind].has(row.id);
    const onClick = (event: MouseEvent): void => {
      root.current?.focus({ preventScroll: true });
      const adds = event.shiftKey || event.ctrlKey || event.metaKey;
      pick(row, adds, adds && isChosen);
    };
    const onContextMenu = (event: MouseEvent): void => {
      if (event.button !== 2 && !event.ctrlKey) return;
      root.current?.focus({ preventScroll: true });
      if (!isChosen) pick(row, false);
      const screen = { x: event.clientX, y: event.clientY };
      onMenu({ kind: row.kind, id: row.id }, { at: { x: 0, y: 0 }, screen }, root.current);
    };
    const task = row.kind === "task" ? index.byId.get(row.id) : undefined;
    const group = row.kind === "group" ? groups.get(row.id) : undefined;
    const note = row.kind === "note" ? notes[row.id] : undefined;
    return (
      <li
        key={rowId(row)}
        id={rowId(row)}
        role="treeitem"
        aria-level={row.level}
        aria-setsize={row.of}
        aria-posinset={row.place}
        aria-expanded={group && row.isFolded !== true}
        aria-selected={isChosen}
        aria-label={task ? taskWords(drawing, task) : group ? groupWords(group) : note && noteName(note)}
        className={styles.treeRow}
        style={{ top: start, paddingLeft: 8 + (row.level - 1) * indentPx + (row.kind === "group" || groups.size === 0 ? 0 : foldPx) }}
        data-primary={rowId(row) === currentId || undefined}
        data-disabled={(task && !task.enabled) || undefined}
        onClick={onClick}
        onContextMenu={onContextMenu}
      >
        {task && <TaskCells drawing={drawing} task={task} />}
        {group && <GroupCells group={group} isFolded={row.isFolded === true} onFold={(isFolded) => drawing.perform(foldAct(group.id, isFolded))} />}
        {note && <NoteCells name={noteName(note)} />}
      </li>
    );
  });
  return (
    <ul ref={root} className={styles.tree} role="tree" aria-label={t("Tasks of {{dagId}}", { dagId: drawing.dagId })} aria-multiselectable tabIndex={0} aria-activedescendant={currentId} onKeyDown={onKeyDown} onContextMenu={(event) => event.preventDefault()} data-draw-keys>
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

function currentRow({ current, groups, selection }: Drawing): string | undefined {
  const note = selection.notes.at(-1);
  if (current !== null) return rowId({ kind: groups.has(current) ? "group" : "task", id: current });
  return note === undefined ? undefined : rowId({ kind: "note", id: note });
}

function GroupCells({ group, isFolded, onFold }: { group: GroupFacts; isFolded: boolean; onFold: (isFolded: boolean) => void }): ReactNode {
  const Chevron = isFolded ? ChevronRight : ChevronDown;
  return (
    <>
      <Chevron
        size={14}
        className={styles.treeFold}
        aria-hidden
        onClick={(event) => {
          event.stopPropagation();
          onFold(!isFolded);
        }}
      />
      <span className={`${styles.treeGroup} dw-ellipsis`}>{group.id}</span>
      <span className={styles.treeKind}>{group.tasks.length}</span>
    </>
  );
}

function groupWords({ id, tasks, parent }: GroupFacts): string {
  return [id, t("task group"), t("{{count}} tasks", { count: tasks.length }), parent === null ? "" : t("in {{parent}}", { parent })].filter((part) => part !== "").join(", ");
}

function TaskCells({ drawing: { badges, index }, task }: { drawing: Drawing; task: GraphTask }): ReactNode {
  const badge = badges.get(task.id);
  const after = index.upstream.get(task.id) ?? [];
  return (
    <>
      <span className="dw-ellipsis">{task.id}</span>
      {badge !== undefined && <span className={styles.treeBadge} data-severity={badge.severity} aria-hidden>●</span>}
      <span className={styles.treeKind}>{kindWord(task.kind)}</span>
      {after.length > 0 && <span className={`dw-dim dw-ellipsis ${styles.treeAfter}`}>{t("after {{after}}", { after: after.join(", ") })}</span>}
    </>
  );
}

function taskWords({ badges, index }: Drawing, task: GraphTask): string {
  const badge = badges.get(task.id);
  const after = index.upstream.get(task.id) ?? [];
  const parts = [task.id, t("{{kindWord}} task", { kindWord: kindWord(task.kind) }), task.enabled ? "" : t("disabled"), after.length === 0 ? t("comes first") : t("after {{after}}", { after: after.join(", ") }), badge === undefined ? "" : `${severityWords[badge.severity]}: ${badge.text}`];
  return parts.filter((part) => part !== "").join(", ");
}

function rowId({ kind, id }: Pick<Row, "kind" | "id">): string {
  return `draw-${kind === "task" ? "tree" : kind}-${id}`;
}
