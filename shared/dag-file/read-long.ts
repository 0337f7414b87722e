/**
 * Reads a DAG text that is too long to be held as YAML all at once: a block of tasks at a time, whose YAML is let go before the next is
 * read. What comes out is what reading the whole gives. That needs a file in which the tasks stand one below the other and no part changes
 * the meaning of another (anchors, aliases, merge keys); any other is refused, with the place that hinders it.
 */
import { Pair, YAMLMap } from "yaml";
import { cutTasks, Hindrance, type TaskBlocks } from "./cut-tasks.ts";
import { limits, longLimits } from "./limits.ts";
import { indexLines, type LineIndex } from "./line-index.ts";
import { readTree, repeatedKey } from "./read-tree.ts";
import { type Problem, type Report, reportBefore, type Span } from "./report.ts";
import { findShared } from "./shared-yaml.ts";
import { hasOnlyText, readDocumentInSteps } from "./yaml-document.ts";
import type { TreeEntry, TreeMap, TreeNode } from "./yaml-tree.ts";

export interface LongText {
  readonly text: string;
  readonly lines: LineIndex;
  readonly report: Report;
}

/** As far as it could be read. Its nodes stand for no YAML: it can be judged, not edited. */
export interface LongReading {
  readonly root: TreeNode | null;
  readonly isBroken: boolean;
}

/** Enough tasks that little is lost on each block, few enough that their YAML is small. */
const usualBlock = 60_000;
/** A key that stands in a part for what is read in another one. */
const standIn = "__read_elsewhere__";
const above = "tasks:\n";
const unread: LongReading = { root: null, isBroken: true };

/** Stops again and again on the way. Errors are in the report. */
export function* readLongInSteps(long: LongText, blockLength = usualBlock): Generator<void, LongReading> {
  if (!hasOnlyText(long.text, long.report)) return unread;
  const blocks = cutTasks(long.text, blockLength);
  if (blocks instanceof Hindrance) return refuse(long, blocks);
  const problems: Problem[] = [];
  try {
    const reading = yield* readParts(blocks, long, problems);
    for (const problem of problems.toSorted((a, b) => a.span.start - b.span.start)) long.report.add(problem);
    return reading;
  } catch (thrown) {
    if (thrown instanceof Hindrance) return refuse(long, thrown);
    throw thrown;
  }
}

function refuse({ text, report }: LongText, { why, span }: Hindrance): LongReading {
  const message = `The file has ${text.length} characters. More than ${limits.characters} are read task by task, and ${why}. Change that, split the DAG, or move SQL and scripts into files of their own.`;
  report.add({ code: "yaml/too-large", message, span });
  return unread;
}

function* readParts(blocks: TaskBlocks, long: LongText, problems: Problem[]): Generator<void, LongReading> {
  const frame = yield* readFrame(blocks, long, problems);
  if (frame === null) return unread;
  const entries = new Map<string, TreeEntry>();
  let [size, depth, start, end] = [1, 0, 0, 0];
  for (const [index, from] of blocks.starts.entries()) {
    const { tasks, isBroken, rootEnd } = yield* readBlock(blocks, index, long, problems);
    start ||= tasks?.span.start ?? 0;
    end = tasks?.span.end ?? end;
    size += tasks?.size ?? 0;
    depth = Math.max(depth, tasks?.depth ?? 0);
    if (size > longLimits.nodes) throw new Hindrance(`its tasks hold more than ${longLimits.nodes} values`, { start: from, end: from });
    addAll(tasks, entries, problems);
    if (!isBroken && index < blocks.starts.length - 1) continue;
    const all: TreeMap = { kind: "map", entries, flow: false, span: { start, end }, node: noYaml, size, depth };
    return { root: withTasks(frame, all, blocks.end < long.text.length ? null : rootEnd), isBroken };
  }
  return unread;
}

function addAll(tasks: TreeMap | null, entries: Map<string, TreeEntry>, problems: Problem[]): void {
  for (const [key, entry] of tasks?.entries ?? []) {
    if (entries.has(key)) problems.push({ ...repeatedKey(key, entry.keySpan), path: ["tasks", key] });
    else entries.set(key, entry);
  }
}

function withTasks(frame: TreeMap, tasks: TreeMap, rootEnd: number | null): TreeMap {
  const entries = new Map([...frame.entries].map(([key, entry]) => [key, key === "tasks" ? { ...entry, value: tasks } : entry]));
  return { ...frame, entries, span: { start: frame.span.start, end: rootEnd ?? frame.span.end }, size: frame.size + tasks.size, depth: Math.max(frame.depth, tasks.depth + 1) };
}

/** The file without its tasks; null when it is broken. */
function* readFrame({ keyAt, starts, column, end }: TaskBlocks, long: LongText, problems: Problem[]): Generator<void, TreeMap | null> {
  const from = starts[0] ?? 0;
  const between = `${" ".repeat(column)}${standIn}: _\n`;
  const behind = from + between.length;
  const place = (offset: number): number => (offset < behind ? Math.min(offset, from) : offset - behind + end);
  const { root, isBroken } = yield* readPart({ text: long.text.slice(0, from) + between + long.text.slice(end), place }, long, problems);
  if (isBroken) return null;
  const tasks = root?.kind === "map" ? root.entries.get("tasks") : undefined;
  const isAsCut = root?.kind === "map" && !root.flow && tasks?.keySpan.start === keyAt && tasks.value.kind === "map" && tasks.value.entries.size === 1 && tasks.value.entries.has(standIn);
  if (!isAsCut) throw new Hindrance("its tasks do not stand one below the other", { start: keyAt, end: keyAt });
  return root;
}

interface ReadBlock {
  /** Null where the YAML is too broken to tell. */
  readonly tasks: TreeMap | null;
  readonly isBroken: boolean;
  /** Where the file's mapping ends, were this block its end. */
  readonly rootEnd: number;
}

function* readBlock({ starts, column, end }: TaskBlocks, index: number, long: LongText, problems: Problem[]): Generator<void, ReadBlock> {
  const start = starts[index] ?? end;
  const next = starts[index + 1];
  if ((next ?? end) - start > longLimits.block) throw new Hindrance(`a task is longer than ${longLimits.block} characters`, { start, end: start });
  const isFollowed = next !== undefined || end < long.text.length;
  const after = isFollowed ? `${" ".repeat(next === undefined ? 0 : column)}${standIn}: _\n` : "";
  const place = (offset: number): number => Math.max(0, offset - above.length) + start;
  const { root, isBroken } = yield* readPart({ text: above + long.text.slice(start, next ?? end) + after, place }, long, problems);
  const tasks = root?.kind === "map" ? root.entries.get("tasks")?.value : undefined;
  const standsAt = (next ?? end) + (next === undefined ? 0 : column);
  const holder = next === undefined ? root : tasks;
  const isAsCut = root?.kind === "map" && tasks?.kind === "map" && !tasks.flow && root.entries.size === (isFollowed && next === undefined ? 2 : 1) && (!isFollowed || (holder?.kind === "map" && holder.entries.get(standIn)?.keySpan.start === standsAt));
  if (!isBroken && !isAsCut) throw new Hindrance("its tasks do not stand one below the other", { start, end: start });
  return { tasks: tasks?.kind === "map" ? without(tasks) : null, isBroken, rootEnd: root?.span.end ?? start };
}

function without(tasks: TreeMap): TreeMap {
  const entries = new Map(tasks.entries);
  entries.delete(standIn);
  return { ...tasks, entries };
}

interface Part {
  readonly text: string;
  /** From an offset of this part to one of the whole text. */
  readonly place: (offset: number) => number;
}

/** With all places in the whole text, and nothing left of the YAML. */
function* readPart({ text, place }: Part, { lines }: LongText, problems: Problem[]): Generator<void, LongReading> {
  const own = indexLines(text);
  const found: Problem[] = [];
  const report: Report = { add: (problem) => void found.push(problem), hasErrors: () => found.length > 0, diagnostics: () => [] };
  // What names a line means one of the whole text.
  const { document, brokenAt } = yield* readDocumentInSteps(text, { at: (offset) => lines.at(place(offset)), startOfLine: (offset) => own.startOfLine(offset) }, report);
  const root = document === null ? null : readTree(document, text, brokenAt === null ? report : reportBefore(brokenAt, report));
  const shared = root === null ? null : (found.find(({ code }) => code.startsWith("yaml/alias-"))?.span ?? findShared(root));
  if (shared !== null && brokenAt === null) throw new Hindrance("an anchor, an alias or a merge key stands here (a text that starts with `*` needs quotes)", placed(shared, place));
  problems.push(...found.map((problem) => ({ ...problem, span: placed(problem.span, place) })));
  return { root: root === null ? null : bare(root, place), isBroken: brokenAt !== null || root === null };
}

const placed = ({ start, end }: Span, place: Part["place"]): Span => ({ start: place(start), end: place(end) });

const noYaml = new YAMLMap();
const noPair = new Pair(null);

/** The same node without the YAML that it was read from, which is several times as large. */
function bare(node: TreeNode, place: Part["place"]): TreeNode {
  const span = placed(node.span, place);
  if (node.kind === "scalar") return { ...node, span, node: null };
  if (node.kind === "seq") return { ...node, span, node: noYaml, items: node.items.map(({ value }) => ({ value: bare(value, place), alias: null })) };
  const entries = new Map([...node.entries].map(([key, entry]) => [key, { key, keySpan: placed(entry.keySpan, place), value: bare(entry.value, place), pair: noPair, alias: null }]));
  return { ...node, span, node: noYaml, entries };
}
