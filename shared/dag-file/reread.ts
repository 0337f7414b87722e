/**
 * Reads a long DAG file again and again while somebody types in it: where a new text differs from the last sound one within one task,
 * only the lines of that task are read as YAML, and the places behind them are moved. What comes out is what parseDag gives for the whole
 * text; wherever that is not certain (anchors, a second task on the lines, a mistake in the YAML), the whole text is read.
 */
import { indexLines } from "./line-index.ts";
import { limits } from "./limits.ts";
import { judgeDag, type ParsedDag, readDagInto } from "./parse-dag.ts";
import { readTree } from "./read-tree.ts";
import { openReport, type Problem, type Report, type Span } from "./report.ts";
import { findShared } from "./shared-yaml.ts";
import { type Around, taskAround } from "./task-lines.ts";
import { readDocument } from "./yaml-document.ts";
import { child, type TreeEntry, type TreeMap, type TreeNode } from "./yaml-tree.ts";

/** A sound reading, as it is kept for the next one. Belongs to one rereader, which moves its places. */
interface Known {
  readonly file: string;
  readonly text: string;
  readonly root: TreeMap;
  /** What the reading itself complained about. */
  readonly problems: readonly Problem[];
}

export type DagReader = (text: string, options: { readonly file: string }) => ParsedDag;

export function createRereader(readWhole: typeof readDagInto = readDagInto): DagReader {
  let known: Known | null = null;
  return (text, { file }) => {
    const again = known?.file === file ? readTaskAgain(known, text) : null;
    if (again !== null) {
      known = again;
      const report = openReport(file, indexLines(text));
      for (const problem of again.problems) report.add(problem);
      return judgeDag({ root: again.root, report, isBroken: false, text });
    }
    const problems: Problem[] = [];
    const lines = indexLines(text);
    const read = readWhole(text, lines, noting(openReport(file, lines), problems));
    if (read.isSound && read.root?.kind === "map" && isSimple(text, read.root)) known = { file, text, root: read.root, problems: [...problems] };
    return judgeDag(read);
  };
}

function noting(report: Report, problems: Problem[]): Report {
  return {
    ...report,
    add(problem) {
      problems.push({ ...problem, span: { ...problem.span } });
      report.add(problem);
    },
  };
}

/** Null when the whole text must be read. `known` is spent when something is returned. */
function readTaskAgain(known: Known, text: string): Known | null {
  const around = taskAround(known, text);
  if (around === null) return null;
  const read = readTask(around, known.file);
  if (read === null || isTaken(read.entry.key, around)) return null;
  const root = withTask(known.root, around, read);
  if (root === null) return null;
  const delta = text.length - known.text.length;
  const kept = known.problems.flatMap((problem) => {
    if (problem.span.start < around.start) return [problem];
    return problem.span.start < around.end ? [] : [{ ...problem, span: moved(problem.span, delta) }];
  });
  return { file: known.file, text, root, problems: [...kept, ...read.problems] };
}

function isTaken(id: string, { tasks, id: before }: Around): boolean {
  return id !== before && tasks.entries.has(id);
}

interface ReadTask {
  readonly entry: TreeEntry;
  /** Where the tasks end, if it is the last of them. */
  readonly end: number;
  readonly problems: readonly Problem[];
}

const above = "tasks:\n";

/** The lines of one task as YAML, between others as in the whole text, for comments belong to what follows; its places as they stand there. */
function readTask({ block, column, start, followedBy }: Around, file: string): ReadTask | null {
  const after = followedBy === "task" ? `${" ".repeat(column)}_: _\n` : followedBy === "key" ? "_: _\n" : "";
  const text = above + block + after;
  const problems: Problem[] = [];
  const lines = indexLines(text);
  const report = noting(openReport(file, lines), problems);
  const { document, brokenAt } = readDocument(text, lines, report);
  if (document === null || brokenAt !== null) return null;
  const root = readTree(document, text, report);
  if (report.hasErrors() || root?.kind !== "map" || !isSimple(text, root)) return null;
  const tasks = child(root, "tasks");
  const [entry, next] = tasks?.kind === "map" && !tasks.flow ? tasks.entries.values() : [];
  const isAlone = tasks?.kind === "map" && tasks.entries.size === (followedBy === "task" ? 2 : 1) && root.entries.size === (followedBy === "key" ? 2 : 1);
  if (entry === undefined || !isAlone || (next !== undefined && next.keySpan.start !== above.length + block.length + column)) return null;
  if (entry.keySpan.start !== above.length + column) return null;
  const delta = start - above.length;
  const end = tasks.span.end + delta;
  moveEntry(entry, delta);
  return { entry, end, problems: problems.map((problem) => ({ ...problem, span: moved(problem.span, delta) })) };
}

/** The tree with the task in the place of the one before it; null when the tree grew beyond what is read. */
function withTask(root: TreeMap, { tasks, id, delta, followedBy }: Around, { entry, end }: ReadTask): TreeMap | null {
  const own = root.entries.get("tasks");
  if (own === undefined) return null;
  const value = { ...withEntry(tasks, id, entry), span: { start: tasks.span.start, end: followedBy === "task" ? tasks.span.end + delta : end } };
  const now = { ...withEntry(root, "tasks", { ...own, value }), span: { start: root.span.start, end: root.span.end + delta } };
  if (now.size > limits.resolvedNodes || now.depth > limits.resolvedDepth) return null;
  moveAfter(tasks, id, delta);
  moveAfter(root, "tasks", delta);
  return now;
}

function withEntry(map: TreeMap, key: string, entry: TreeEntry): TreeMap {
  const entries = new Map([...map.entries].map(([name, one]) => (name === key ? [entry.key, entry] : [name, one])));
  let size = 1;
  let depth = 0;
  for (const { value } of entries.values()) {
    size += value.size;
    depth = Math.max(depth, value.depth);
  }
  return { ...map, entries, size, depth: depth + 1 };
}

function moveAfter(map: TreeMap, key: string, delta: number): void {
  if (delta === 0) return;
  let isBehind = false;
  for (const entry of map.entries.values()) {
    if (isBehind) moveEntry(entry, delta);
    else isBehind = entry.key === key;
  }
}

/** Places are moved where they stand: to copy tens of thousands of them for a key would take longer than to read the task. */
function moveEntry(entry: TreeEntry, delta: number): void {
  move(entry.keySpan, delta);
  moveNode(entry.value, delta);
}

function moveNode(node: TreeNode, delta: number): void {
  move(node.span, delta);
  if (node.kind === "map") for (const entry of node.entries.values()) moveEntry(entry, delta);
  else if (node.kind === "seq") for (const { value } of node.items) moveNode(value, delta);
}

function move(span: Span, delta: number): void {
  const place: { start: number; end: number } = span;
  place.start += delta;
  place.end += delta;
}

function moved({ start, end }: Span, delta: number): Span {
  return { start: start + delta, end: end + delta };
}

/** No part of the text changes the meaning of another. */
function isSimple(text: string, root: TreeMap): boolean {
  return !root.flow && !/^(?:---|\.\.\.|%)/m.test(text) && findShared(root) === null;
}
