/**
 * Words and filters in the templates of a DAG file that nothing stands behind. Warnings: a template that is never rendered does no harm. What
 * is known only when it runs (keys of `conf`, variables and secrets of the workspace, what a task pushes) is not judged.
 */
import { suggestion } from "./did-you-mean.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { isSource } from "./read-expand.ts";
import type { Problem, Report, Span } from "./report.ts";
import { type TemplateUse, type TemplateUses, templateUses } from "./template-uses.ts";
import { dateWords, mapWords, templateFilters, templateFunctions, templateMembers, type TemplatePlace, templateWordsAt } from "./template-vocabulary.ts";
import { child, nodeAt, type TreeNode, type TreeScalar } from "./yaml-tree.ts";

interface Known {
  readonly text: string;
  readonly params: ReadonlySet<string>;
  readonly tasks: ReadonlySet<string>;
}

interface Place {
  readonly path: FieldPath;
  readonly place: TemplatePlace;
  readonly isMapped: boolean;
  /** What `map` has there besides `mapWords`, where that is known: the names of what a task expands over, none where it expands over one list. */
  readonly mapNames?: readonly string[];
}

/** Texts of a task that are shown or read as they stand. */
const plainKeys = new Set(["doc", "ui", "deps", "config_type", "group", "cwd", "pool", "connection", "interpreter", "venv", "requirements", "outlets", "file"]);
const filters = new Set(templateFilters);
const functions = new Set(templateFunctions);
const dates = new Set(dateWords);
const messageKey = /^on_(?:failure|success|retry|skipped|deadline)$/;

/** `text` is that of the file: its places are told exactly. */
export function checkTemplates(root: TreeNode, text: string, report: Report): void {
  const tasks = child(root, "tasks");
  const params = child(root, "params");
  const known: Known = { text, params: new Set(params?.kind === "map" ? params.entries.keys() : []), tasks: new Set(tasks?.kind === "map" ? tasks.entries.keys() : []) };
  const visit = visitor(known, report);
  for (const key of ["search_keys", "defaults", "deadlines", "on_failure", "on_success", "on_retry", "on_skipped", "on_deadline"]) {
    const node = child(root, key);
    if (node !== null) visit(node, { path: [key], place: messageKey.test(key) ? "message" : "task", isMapped: key === "defaults" });
  }
  const queueKey = nodeAt(root, ["queue", "key"]);
  // One without anything of the event is told of already.
  if (queueKey?.kind === "scalar" && queueKey.source.includes("conf")) visit(queueKey, { path: ["queue", "key"], place: "queue", isMapped: false });
  if (tasks?.kind !== "map") return;
  for (const [id, { value }] of tasks.entries) {
    const expand = child(value, "expand");
    visit(value, { path: ["tasks", id], place: "task", isMapped: expand !== null, ...(expand === null ? {} : { mapNames: namesOf(expand) }) });
  }
}

function namesOf(expand: TreeNode): string[] {
  const named = child(expand, "zip") ?? expand;
  return named.kind === "map" && !isSource(expand) ? [...named.entries.keys()] : [];
}

type Visit = (node: TreeNode, place: Place) => void;

function visitor(known: Known, report: Report): Visit {
  const seen = new Set<TreeNode>();
  const visit: Visit = (node, place) => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "scalar") return checkText(node, place, { known, report });
    if (node.kind === "seq") return node.items.forEach(({ value }, index) => visit(value, { ...place, path: [...place.path, index] }));
    for (const [key, { value }] of node.entries) {
      const isField = place.path.length === 2 && place.path[0] === "tasks";
      // `file` is what a sensor waits for, and elsewhere the name of a program.
      if (plainKeys.has(key) && (isField || key === "file") && !(key === "file" && isField)) continue;
      visit(value, { ...place, path: [...place.path, key], place: key === "response_check" ? "response" : messageKey.test(key) ? "message" : place.place });
    }
  };
  return visit;
}

/** Of texts that stay the same from one reading to the next: most tasks of a long file do. */
const usesOf = new WeakMap<TreeScalar, TemplateUses>();

function checkText(node: TreeScalar, { path, place, isMapped, mapNames }: Place, { known, report }: { known: Known; report: Report }): void {
  const { source } = node;
  if (!source.includes("{{") && !source.includes("{%")) return;
  const uses = usesOf.get(node) ?? templateUses(source);
  usesOf.set(node, uses);
  const told = new Set<string>();
  const say = (found: Omit<Problem, "path" | "severity" | "span">, word: string, start: number): void => {
    if (told.has(found.message)) return;
    told.add(found.message);
    report.add({ ...found, message: `\`${formatPath(path)}\` ${found.message}`, severity: "warning", span: spanOf(node, { text: known.text, word, start }), path });
  };
  const words = templateWordsAt(place, isMapped);
  for (const use of uses.words) {
    const found = judgeWord(use, words, known) ?? judgeMap(use, mapNames);
    if (found !== null) say(found, found.word, found.start);
  }
  for (const { name, start } of uses.filters) if (!filters.has(name)) say({ code: "dag/unknown-filter", message: `uses the filter \`${name}\`, which templates do not have; where it is rendered, that fails.${suggestion(name, templateFilters)}` }, name, start);
  for (const { task, start } of uses.pulled) if (!known.tasks.has(task)) say({ code: "dag/unknown-word", message: `pulls from task \`${task}\`, which this DAG does not have; where it is rendered, that fails.${suggestion(task, known.tasks)}` }, task, start);
}

interface Found {
  readonly code: string;
  readonly message: string;
  readonly word: string;
  readonly start: number;
}

function judgeWord({ path, start, last, isCalled, method }: TemplateUse, words: ReadonlySet<string>, { params, tasks }: Known): Found | null {
  const [head = "", part] = path;
  const fails = "where it is rendered, that fails";
  if (isCalled && path.length === 1) {
    if (functions.has(head)) return null;
    return { code: "dag/unknown-word", message: `calls \`${head}\`, which is no function of templates; ${fails}.${suggestion(head, templateFunctions)}`, word: head, start };
  }
  if (!words.has(head) && !functions.has(head)) {
    const why = head === "map" ? "which has a value only in a mapped task (`expand`)" : "which is no word of templates here";
    return { code: "dag/unknown-word", message: `uses \`${head}\`, ${why}; ${fails}.${suggestion(head, words)}`, word: head, start };
  }
  if (dates.has(head)) return judgeDate({ head, member: part ?? method, start });
  if (part === undefined) return null;
  const at = path.length === 2 ? last : start;
  if (head === "params" && !params.has(part)) return { code: "dag/unknown-param", message: `uses \`params.${part}\`, which is not among the params of this DAG.${suggestion(part, params)}`, word: part, start: at };
  if (head === "xcom" && !tasks.has(part)) return { code: "dag/unknown-word", message: `uses \`xcom.${part}\`, but this DAG has no task \`${part}\`; ${fails}.${suggestion(part, tasks)}`, word: part, start: at };
  const members = Object.hasOwn(templateMembers, head) ? templateMembers[head] : undefined;
  if (members === undefined || members.includes(part)) return null;
  return { code: "dag/unknown-word", message: `uses \`${head}.${part}\`, which there is not; ${head} has ${members.join(", ")}.${suggestion(part, members)}`, word: part, start: at };
}

function judgeMap({ path: [head, part], last }: TemplateUse, names: readonly string[] | undefined): Found | null {
  if (head !== "map" || part === undefined || names === undefined) return null;
  const members = [...mapWords, ...names];
  if (members.includes(part)) return null;
  const near = suggestion(part, members);
  const ofItem = names.length === 0 && near === "" ? ` A field of the item is \`map.item.${part}\`.` : near;
  return { code: "dag/unknown-word", message: `uses \`map.${part}\`, which there is not; map has ${members.join(", ")}.${ofItem}`, word: part, start: last };
}

/** Methods and parts that a date has and a text has not. */
const ofDates = /^(?:year|month|day|hour|minute|second|strftime|isoformat|date|time|timestamp|weekday|isoweekday|add|subtract|in_timezone|to_\w+_string|start_of|end_of)$/;

function judgeDate({ head, member, start }: { head: string; member: string | null; start: number }): Found | null {
  if (member === null || !ofDates.test(member)) return null;
  return { code: "dag/unknown-word", message: `uses \`${head}.${member}\`, but \`${head}\` is text such as 2026-01-31 or 2026-01-31T04:30:00+00:00; take what you need out of it ({{ ds[:4] }} is the year), where it is rendered, that fails.`, word: head, start };
}

/** Where the word stands in the file: escapes, quotes and indents lie between the text as it is meant and as it is written. */
function spanOf(node: TreeScalar, { text, word, start }: { text: string; word: string; start: number }): Span {
  const raw = text.slice(node.span.start, node.span.end);
  let count = 0;
  for (let at = node.source.indexOf(word); at >= 0 && at < start; at = node.source.indexOf(word, at + 1)) count++;
  let found = raw.indexOf(word);
  for (; found >= 0 && count > 0; count--) found = raw.indexOf(word, found + 1);
  return found < 0 ? node.span : { start: node.span.start + found, end: node.span.start + found + word.length };
}
