/**
 * What a gesture means for the file: a name for the history, the edits, and what is selected and said afterwards. Pure;
 * each act is one entry of the history. Refusals are sentences.
 */
import { applyEdits } from "../../../shared/dag-file/apply-edits.ts";
import type { DagEdit } from "../../../shared/dag-file/edit.ts";
import { parseDag } from "../../../shared/dag-file/parse-dag.ts";
import { formatPath } from "../../../shared/dag-file/field-path.ts";
import { edgeJudge } from "../../../shared/graph/refuse-edge.ts";
import { descendants } from "../../../shared/graph/reach.ts";
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { DagUi } from "../../../shared/model/dag-ui.ts";
import type { AddLink } from "../../graph-view/edit/editing.ts";
import type { GraphEdge } from "../../graph-view/graph-index.ts";
import type { GroupFacts } from "../../graph-view/groups/fold-graph.ts";
import { nodeHeight, type Box, type Point } from "../../graph-view/layout.ts";
import { t } from "../../strings/t.ts";
import { betweenOf, isPlain } from "./edge-acts.ts";
import { copyGroupEdits, deleteGroupEdits, rimOf, wholeGroups } from "./group-acts.ts";
import { copyNotes, deleteNoteEdits, noteMoves, notesWord, withNotes } from "./note-acts.ts";
import type { KindChoice } from "./task-kinds.ts";
import { uniqueId } from "./unique-id.ts";

export interface Act {
  readonly name: string;
  readonly edits: readonly DagEdit[];
  /** Selected afterwards; absent keeps the selection. */
  readonly select?: readonly string[];
  /** Notes that are selected with them. */
  readonly selectNotes?: readonly string[];
  readonly selectGroups?: readonly string[];
  /** For the live region; the name when absent. */
  readonly say?: string;
}

export interface Drawing {
  readonly text: string;
  readonly tasks: readonly GraphTask[];
  readonly ui: DagUi;
  readonly groups: ReadonlyMap<string, GroupFacts>;
  /** Where everything is drawn. */
  readonly boxes: ReadonlyMap<string, Box>;
}

const gapAcross = 56;
const gapDown = 20;

export function placeEdits(places: Iterable<readonly [string, Point]>): DagEdit[] {
  const positions = Object.fromEntries([...places].map(([id, at]) => [id, [at.x, at.y] as const]));
  return Object.keys(positions).length === 0 ? [] : [{ kind: "moveTasks", positions }];
}

export function moveAct(places: ReadonlyMap<string, Point>, name?: string, notes: ReadonlyMap<string, Point> = new Map()): Act {
  const [only] = places.keys();
  const tasks = places.size === 0 ? null : places.size === 1 ? (only ?? null) : t("{{count}} tasks", { count: places.size });
  return { name: name ?? t("Move {{withNotes}}", { withNotes: withNotes(tasks, [...notes.keys()]) }), edits: [...placeEdits(places), ...noteMoves(notes)] };
}

export interface NewTask {
  readonly choice: KindChoice;
  /** Upper left corner; null leaves the place to the layout. */
  readonly at: Point | null;
  readonly link: AddLink | null;
  /** The group that it is put into. */
  readonly group?: string | null;
}

export function addAct(drawing: Drawing, { choice, at, link, group = null }: NewTask): Act | string {
  const id = uniqueId(choice.stem, [...drawing.tasks.map((task) => task.id), ...drawing.groups.keys()]);
  const before = link?.kind === "edge" ? link.edge.source : link?.kind === "task" && link.side === "out" ? link.id : null;
  const after = link?.kind === "edge" ? link.edge.target : link?.kind === "task" && link.side === "in" ? link.id : null;
  const task = { id, taskKind: choice.kind, ...(choice.fields === undefined ? {} : { fields: choice.fields }) };
  const added = link?.kind === "edge" ? addOnEdge(drawing, link.edge, task) : [{ kind: "addTask", ...task, ...(before === null ? {} : { fields: { ...choice.fields, deps: rimOf(drawing, before, "out") } }) } as const];
  if (typeof added === "string") return added;
  const edits: DagEdit[] = [...added];
  if (link?.kind === "task" && after !== null) edits.push(...rimOf(drawing, after, "in").map((to): DagEdit => ({ kind: "connect", from: id, to })));
  if (group !== null) edits.push({ kind: "setGroup", tasks: [id], group });
  const shift = link?.kind === "edge" && at !== null ? roomFor(drawing, link.edge, at) : [];
  const place: (readonly [string, Point])[] = at === null ? [] : [[id, at]];
  edits.push(...placeEdits([...place, ...shift]));
  const where = before !== null && after !== null ? t("{{id}} between {{before}} and {{after}}", { id, before, after }) : before !== null ? t("{{id}} after {{before}}", { id, before }) : after !== null ? t("{{id}} before {{after}}", { id, after }) : id;
  return { name: t("Add {{task}}", { task: where }), edits, select: [id], say: t("Added {{kind}} task {{task}}", { kind: choice.title, task: where }) };
}

/** In the place of all edges that the line stands for. */
function addOnEdge(drawing: Drawing, edge: GraphEdge, task: { readonly id: string; readonly taskKind: KindChoice["kind"]; readonly fields?: Readonly<Record<string, unknown>> }): DagEdit[] | string {
  if (isPlain(drawing, edge)) return [{ kind: "insertOnEdge", from: edge.source, to: edge.target, task }];
  const between = betweenOf(drawing, edge);
  if (typeof between === "string") return between;
  const { sources, targets, instead } = between;
  return [{ kind: "addTask", ...task, fields: { ...task.fields, deps: sources } }, ...instead, ...targets.map((to): DagEdit => ({ kind: "connect", from: task.id, to }))];
}

/** What lies behind an edge makes room for a new task on it; only tasks that the person has placed need to be told. */
function roomFor(drawing: Drawing, edge: GraphEdge, at: Point): (readonly [string, Point])[] {
  const target = drawing.boxes.get(edge.target);
  if (!target) return [];
  const needed = at.x + target.width + gapAcross - target.x;
  if (needed <= 0) return [];
  const group = drawing.groups.get(edge.target);
  const first = group === undefined ? [edge.target] : group.tasks;
  const behind = new Set([edge.target, ...first, ...(group?.inner ?? []), ...first.flatMap((id) => [...descendants(drawing.tasks, id)])]);
  return [...behind].flatMap((id) => {
    const place = Object.hasOwn(drawing.ui.positions, id) ? drawing.ui.positions[id] : undefined;
    return place === undefined ? [] : [[id, { x: Math.round(place.x + needed), y: place.y }] as const];
  });
}

/** Right of a task and free of others; null where the layout places things itself. */
export function placeBeside(drawing: Drawing, id: string, side: "out" | "in"): Point | null {
  const box = drawing.boxes.get(id);
  if (!box || !Object.hasOwn(drawing.ui.positions, id)) return null;
  const x = side === "out" ? box.x + box.width + gapAcross : box.x - box.width - gapAcross;
  return freePlace(drawing, { x, y: box.y }, box.width);
}

/** The place itself, or the next one below that covers no task. */
export function freePlace(drawing: Drawing, at: Point, width: number): Point {
  let y = at.y;
  const covers = (box: Box): boolean => box.x < at.x + width && at.x < box.x + box.width && box.y < y + nodeHeight + gapDown / 2 && y < box.y + box.height + gapDown / 2;
  for (let hit = [...drawing.boxes.values()].find(covers); hit !== undefined; hit = [...drawing.boxes.values()].find(covers)) y = hit.y + hit.height + gapDown;
  return { x: Math.round(at.x), y: Math.round(y) };
}

export function connectAct(from: string, to: string): Act {
  return { name: t("Connect {{from}} → {{to}}", { from, to }), edits: [{ kind: "connect", from, to }], say: t("{{to}} now comes after {{from}}", { to, from }) };
}

export function disconnectAct(edges: readonly { readonly source: string; readonly target: string }[]): Act {
  const [only] = edges;
  const name = edges.length === 1 && only ? t("Disconnect {{source}} → {{target}}", { source: only.source, target: only.target }) : t("Disconnect {{count}} edges", { count: edges.length });
  return { name, edits: edges.map(({ source, target }) => ({ kind: "disconnect", from: source, to: target })) };
}

/** A task, or a folded group, goes in between. */
export function spliceAct(drawing: Drawing, id: string, edge: GraphEdge, places: ReadonlyMap<string, Point>): Act | string {
  const between = betweenOf(drawing, edge);
  if (typeof between === "string") return between;
  const { sources, targets, instead } = between;
  const joins = [...sources.flatMap((from) => rimOf(drawing, id, "in").map((to) => ({ from, to }))), ...rimOf(drawing, id, "out").flatMap((from) => targets.map((to) => ({ from, to })))];
  return { name: t("Put {{id}} between {{source}} and {{target}}", { id, source: edge.source, target: edge.target }), edits: [...instead, ...joins.map((join): DagEdit => ({ kind: "connect", ...join })), ...placeEdits(places)] };
}

/** Consecutive pairs from left to right; those that are there already are passed over. A string says why none was made. */
export function connectSelectedAct(drawing: Drawing, ids: readonly string[]): Act | string {
  if (ids.length < 2) return t("Select two tasks or more to connect them.");
  const leftOf = (id: string): number => drawing.boxes.get(id)?.x ?? 0;
  const inOrder = ids.toSorted((a, b) => leftOf(a) - leftOf(b));
  let tasks = drawing.tasks;
  const edits: DagEdit[] = [];
  let refusal = "";
  for (const [at, to] of inOrder.entries()) {
    const from = inOrder[at - 1];
    if (from === undefined) continue;
    const why = edgeJudge(tasks)(from, to);
    if (why === null) {
      edits.push({ kind: "connect", from, to });
      tasks = tasks.map((task) => (task.id === to ? { ...task, deps: [...task.deps, from] } : task));
    } else refusal = why.message;
  }
  if (edits.length === 0) return refusal;
  return { name: edits.length === 1 ? t("Connect {{inOrder}}", { inOrder: inOrder.join(" → ") }) : t("Connect {{count}} tasks", { count: ids.length }), edits };
}

export function edgesAmong(tasks: readonly GraphTask[], ids: readonly string[]): { source: string; target: string }[] {
  const chosen = new Set(ids);
  return tasks.filter((task) => chosen.has(task.id)).flatMap((task) => [...new Set(task.deps)].filter((dep) => chosen.has(dep)).map((dep) => ({ source: dep, target: task.id })));
}

export interface Chosen {
  readonly tasks: readonly string[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
  readonly notes: readonly string[];
  /** They go with all that lies in them; their tasks are among `tasks`. */
  readonly groups: readonly string[];
}

/** Removes tasks, groups, edges and notes; `reconnect` joins what was before the removed tasks to what was behind them. */
export function deleteAct(drawing: Drawing, chosen: Chosen, reconnect: boolean): Act {
  const gone = new Set(chosen.tasks);
  const edits: DagEdit[] = [];
  for (const { source, target } of chosen.edges) if (!gone.has(source) && !gone.has(target)) edits.push({ kind: "disconnect", from: source, to: target });
  if (chosen.tasks.length > 0) edits.push({ kind: "removeTasks", ids: chosen.tasks, reconnect });
  edits.push(...deleteGroupEdits(drawing, chosen.groups, gone), ...deleteNoteEdits(chosen.notes));
  const [first] = chosen.tasks;
  const tasks = chosen.tasks.length > 1 ? t("{{count}} tasks", { count: chosen.tasks.length }) : (first ?? (chosen.edges.length > 0 ? t("{{count}} edges", { count: chosen.edges.length }) : null));
  const [group] = chosen.groups;
  const what = withNotes(chosen.groups.length === 1 ? t("{{group}} with {{count}} tasks", { group: group ?? "", count: chosen.tasks.length }) : tasks, chosen.notes);
  return { name: reconnect ? t("Delete {{what}} and reconnect", { what }) : t("Delete {{what}}", { what }), edits, select: nextAfter(drawing.tasks, gone), say: t("Deleted {{what}}", { what }) };
}

/** The task that has the focus when others are gone: before them, else behind them, in the order of the file. */
function nextAfter(tasks: readonly GraphTask[], gone: ReadonlySet<string>): string[] {
  const first = tasks.findIndex((task) => gone.has(task.id));
  if (first < 0) return [];
  const next = tasks.slice(0, first).findLast((task) => !gone.has(task.id)) ?? tasks.slice(first).find((task) => !gone.has(task.id));
  return next === undefined ? [] : [next.id];
}

/** Disables all when one of them is enabled, else enables all. */
export function enableAct(drawing: Drawing, ids: readonly string[]): Act | string {
  const chosen = drawing.tasks.filter((task) => ids.includes(task.id));
  if (chosen.length === 0) return t("Select a task to disable it.");
  const disable = chosen.some((task) => task.enabled);
  const edits = chosen.filter((task) => task.enabled === disable).map((task): DagEdit => {
    const path = formatPath(["tasks", task.id, "enabled"]);
    return disable ? { kind: "setValue", path, value: false } : { kind: "removeValue", path };
  });
  const what = chosen.length === 1 ? (chosen[0]?.id ?? "") : t("{{count}} tasks", { count: chosen.length });
  const waiting = disable && chosen.some((task) => drawing.tasks.some((other) => other.deps.includes(task.id)));
  return { name: disable ? t("Disable {{what}}", { what }) : t("Enable {{what}}", { what }), edits, say: [disable ? t("Disabled {{what}}.", { what }) : t("Enabled {{what}}.", { what }), ...(waiting ? [t("It will be left out of runs; what comes after it sees it as skipped.")] : [])].join(" ") };
}

/** `apart` keeps only the edges among the pasted tasks. A string says why the text cannot be pasted. */
export function pasteAct(drawing: Drawing, yaml: string, { at, apart }: { at: Point; apart: boolean }): Act | string {
  const fragment = parseDag(yaml, { file: "" });
  const { notes, positions } = fragment.ui;
  const hasTasks = Object.keys(notes).length === 0 || /^tasks\s*:/m.test(yaml);
  const corner = cornerOf([...Object.values(positions), ...Object.values(notes).map((note) => note.at)]);
  const tasksAt = cornerOf(Object.values(positions));
  const pasted = copyNotes(drawing.ui.notes, notes, { x: at.x - corner.x, y: at.y - corner.y });
  if (!hasTasks) return { name: t("Paste {{notesWord}}", { notesWord: notesWord(pasted.made) }), edits: pasted.edits, select: [], selectNotes: pasted.made };
  const insert = { kind: "insertTasks", yaml, at: [Math.round(at.x + tasksAt.x - corner.x), Math.round(at.y + tasksAt.y - corner.y)] } as const;
  const tried = applyEdits(drawing.text, [insert]);
  if (!tried.ok) return tried.diagnostics[0]?.message ?? t("The clipboard holds no tasks.");
  const made = new Set(tried.made);
  const fromOutside = parseDag(tried.text, { file: "" }).tasks.filter((task) => made.has(task.id)).flatMap((task) => task.deps.filter((dep) => !made.has(dep)).map((from): DagEdit => ({ kind: "disconnect", from, to: task.id })));
  const memberOf = new Map(fragment.tasks.flatMap(({ group }, at) => (group === undefined || tried.made[at] === undefined ? [] : [[tried.made[at], group]])));
  const groups = copyGroupEdits(drawing, fragment.groups, memberOf);
  const folds = fragment.ui.collapsed.flatMap((id): DagEdit[] => (groups.made.has(id) ? [{ kind: "setCollapsed", group: groups.made.get(id) ?? id, isCollapsed: true }] : []));
  return { name: t("Paste {{withNotes}}", { withNotes: withNotes(nameOf(tried.made), pasted.made) }), edits: [insert, ...(apart ? fromOutside : []), ...groups.edits, ...folds, ...pasted.edits], select: tried.made, selectNotes: pasted.made, say: t("Pasted {{withNotes}}", { withNotes: withNotes(tried.made.join(", "), pasted.made) }) };
}

function cornerOf(places: readonly Point[]): Point {
  return places.length === 0 ? { x: 0, y: 0 } : { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
}

const copyGap = 24;

/** The copies come after the same tasks, and lie below the originals. */
export function duplicateAct(drawing: Drawing, ids: readonly string[], notes: readonly string[] = [], selected: readonly string[] = []): Act | string {
  if (ids.length === 0 && notes.length === 0) return t("Select tasks or notes to duplicate them.");
  const chosen = Object.fromEntries(Object.entries(drawing.ui.notes).filter(([id]) => notes.includes(id)));
  const copies = copyNotes(drawing.ui.notes, chosen, { x: copyGap, y: copyGap });
  if (ids.length === 0) return { name: t("Duplicate {{notesWord}}", { notesWord: notesWord(notes) }), edits: copies.edits, select: [], selectNotes: copies.made };
  const boxes = ids.flatMap((id) => drawing.boxes.get(id) ?? []);
  const down = Math.max(...boxes.map((box) => box.y + box.height)) - Math.min(...boxes.map((box) => box.y)) + copyGap;
  const edit = { kind: "duplicateTasks", ids, by: [copyGap, Math.round(down)] } as const;
  const tried = applyEdits(drawing.text, [edit]);
  if (!tried.ok) return tried.diagnostics[0]?.message ?? t("These tasks cannot be duplicated.");
  const wanted = new Set(ids);
  const whole = new Set(wholeGroups(drawing, { tasks: ids, groups: selected }));
  const memberOf = new Map(drawing.tasks.filter(({ id }) => wanted.has(id)).flatMap(({ group }, at) => (group === undefined || !whole.has(group) || tried.made[at] === undefined ? [] : [[tried.made[at], group]])));
  const groups = copyGroupEdits(drawing, [...whole].flatMap((id) => drawing.groups.get(id) ?? []), memberOf);
  return { name: t("Duplicate {{withNotes}}", { withNotes: withNotes(nameOf(ids), notes) }), edits: [edit, ...groups.edits, ...copies.edits], select: tried.made, selectNotes: copies.made, say: t("Duplicated as {{withNotes}}", { withNotes: withNotes(tried.made.join(", "), copies.made) }) };
}

function nameOf(ids: readonly string[]): string {
  return ids.length === 1 ? (ids[0] ?? "") : t("{{count}} tasks", { count: ids.length });
}
