/** Plans the edits that put copies of tasks into a file: from a text that was pasted, or of tasks that the file has. */
import type { Diagnostic } from "../model/diagnostic.ts";
import { copyBlocks, type Copied } from "./copy-blocks.ts";
import { type DagEdit, type Place, Refusal } from "./edit.ts";
import { indexLines } from "./line-index.ts";
import { Draft } from "./patch-map.ts";
import { addBlocks, openPage, type Page } from "./patch.ts";
import { setIn } from "./plain-edit.ts";
import { taskEntry } from "./plan-task.ts";
import type { Plan } from "./plan-value.ts";
import { readGroups, readUi } from "./read-ui.ts";
import { reindented } from "./reindent.ts";
import { openReport } from "./report.ts";
import { slotsOf } from "./slot.ts";
import { readTree } from "./read-tree.ts";
import { child, toPlain, type TreeMap, type TreeNode } from "./yaml-tree.ts";
import { readDocument } from "./yaml-document.ts";

type Edit<K extends DagEdit["kind"]> = Extract<DagEdit, { kind: K }>;
type Places = Readonly<Record<string, Place>>;

/** Where a copy lies from its original when nothing else is asked for. */
const aside: Place = [40, 40];
/** Below each other, where the text says nothing of places. */
const rowHeight = 90;

export function planDuplicateTasks(page: Page, root: TreeNode, { ids, by = aside }: Edit<"duplicateTasks">): Plan {
  const [first] = ids;
  if (first === undefined) return new Draft(page, root);
  const { tasks } = taskEntry(root, first);
  for (const id of ids) taskEntry(root, id);
  const names = newNames(inFileOrder(tasks, ids), root);
  const copied = copyBlocks(page, tasks, { names, keepsDep: () => true, keepsGroup: () => true, takesCommentsAbove: false });
  const { positions } = readUi(root);
  const places = [...names].flatMap(([id, name]) => {
    const place = positions[id];
    return place === undefined ? [] : [[name, [place.x + by[0], place.y + by[1]] as const] as const];
  });
  return planInsert(page, root, copied, Object.fromEntries(places));
}

export function planInsertTasks(page: Page, root: TreeNode, { yaml, at }: Edit<"insertTasks">): Plan {
  const source = openFragment(yaml);
  const names = newNames([...source.tasks.entries.keys()], root);
  const known = child(root, "tasks");
  const groups = new Set(readGroups(root).map((group) => group.id));
  const copied = copyBlocks(source.page, source.tasks, { names, keepsDep: (id) => child(known, id) !== null, keepsGroup: (id) => groups.has(id), takesCommentsAbove: true });
  const fitted = source.page.step === page.step ? copied : copied.map((one) => inStepOf(page, one));
  return planInsert(page, root, fitted, placesOf(source.root, names, at));
}

/** As deep as the file around it, where that leaves its meaning alone. */
function inStepOf({ step }: Page, one: Copied): Copied {
  const lines = reindented(one.lines, step);
  return lines !== null && JSON.stringify(meaningOf(lines)) === JSON.stringify(meaningOf(one.lines)) ? { ...one, lines } : one;
}

function meaningOf(lines: readonly string[]): unknown {
  const text = `${lines.join("\n")}\n`;
  const index = indexLines(text);
  const report = openReport("", index);
  const { document } = readDocument(text, index, report);
  return document === null ? null : toPlain(readTree(document, text, report));
}

/** The places are written once the tasks stand: both may go to one spot, the end of the file. */
function planInsert(page: Page, root: TreeNode, copied: readonly Copied[], places: Places): Plan {
  const expected = copied.reduce<unknown>((before, { id, value }) => setIn(before, ["tasks", id], value), toPlain(root));
  const plan = { changes: addBlocks(page, root, copied), expected, made: copied.map(({ id }) => id) };
  return Object.keys(places).length === 0 ? plan : { ...plan, then: { kind: "moveTasks", positions: places } };
}

function inFileOrder(tasks: TreeMap, ids: readonly string[]): string[] {
  const wanted = new Set(ids);
  return [...tasks.entries.keys()].filter((id) => wanted.has(id));
}

/** `load` becomes `load_2` where there is a `load`, in whatever case. */
function newNames(ids: readonly string[], root: TreeNode): Map<string, string> {
  const tasks = child(root, "tasks");
  const known = [...(tasks?.kind === "map" ? tasks.entries.keys() : []), ...readGroups(root).map((group) => group.id)];
  const taken = new Set(known.map(form));
  const names = new Map<string, string>();
  for (const id of ids) {
    let name = id;
    for (let count = 2; taken.has(form(name)) || (name !== id && ids.includes(name)); count++) name = `${id}_${count}`;
    taken.add(form(name));
    names.set(id, name);
  }
  return names;
}

function form(id: string): string {
  return id.normalize("NFKC").toLowerCase();
}

interface Fragment {
  readonly page: Page;
  readonly root: TreeNode;
  readonly tasks: TreeMap;
}

const noTasks = "The text holds no tasks; expected YAML such as `load: {config_type: BashTask, bash: echo hello}`, or a DAG file with `tasks`.";

/** Throws a refusal that says what is wrong with the pasted text. */
function openFragment(yaml: string): Fragment {
  const text = yaml.replace(/^\uFEFF/, "").replace(/[^\n]$/, "$&\n");
  const lines = indexLines(text);
  const report = openReport("", lines);
  const { document } = readDocument(text, lines, report);
  const root = document === null ? null : readTree(document, text, report);
  const [mistake] = report.diagnostics().filter(({ severity }) => severity === "error");
  if (mistake !== undefined && looksLikeTasks(text)) throw new Refusal("edit/not-tasks", `The text cannot be read as tasks: ${placeOf(mistake)}: ${mistake.message}`);
  const tasks = tasksIn(root);
  if (mistake !== undefined || root === null || tasks === null || tasks.entries.size === 0) throw new Refusal("edit/not-tasks", noTasks);
  return { page: openPage(text, root, slotsOf(root)), root, tasks };
}

function looksLikeTasks(text: string): boolean {
  return /\bconfig_type\s*:/.test(text) || /^tasks:/m.test(text);
}

function placeOf({ line, column }: Diagnostic): string {
  return `line ${line}, column ${column}`;
}

function tasksIn(root: TreeNode | null): TreeMap | null {
  const named = child(root, "tasks");
  if (named !== null) return named.kind === "map" ? named : null;
  if (root?.kind !== "map") return null;
  return [...root.entries.values()].every(({ value }) => child(value, "config_type") !== null) ? root : null;
}

/** The places of the fragment, moved so that their upper left corner is at `at`; without any, the tasks lie below each other. */
function placesOf(root: TreeNode, names: ReadonlyMap<string, string>, at: Place | undefined): Places {
  const { positions } = readUi(root);
  const known = [...names].flatMap(([id, name]) => (positions[id] === undefined ? [] : [{ name, place: positions[id] }]));
  if (known.length === 0) return at === undefined ? {} : Object.fromEntries([...names.values()].map((name, index) => [name, [at[0], at[1] + index * rowHeight]]));
  const left = Math.min(...known.map(({ place }) => place.x));
  const top = Math.min(...known.map(({ place }) => place.y));
  const [x, y] = at ?? [left, top];
  return Object.fromEntries(known.map(({ name, place }) => [name, [place.x - left + x, place.y - top + y]]));
}
