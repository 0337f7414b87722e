/**
 * Edits a DAG file as text: the change is patched into the original, and everything outside it stays, byte for byte.
 * Whatever the patch did is then judged by its outcome: the new text must mean the old file with just this edit made,
 * and must have no new error. Otherwise the edit is refused and nothing happens.
 */
import { assertNever } from "../base/assert-never.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type DagEdit, type EditResult, Refusal } from "./edit.ts";
import { formatPath } from "./field-path.ts";
import { DagForm } from "./file-schema.ts";
import { indexLines } from "./line-index.ts";
import { limits } from "./limits.ts";
import { newDiagnostics } from "./new-diagnostics.ts";
import { diagnosticsOf, type ReadDag, readDag } from "./parse-dag.ts";
import { joinRemovals } from "./patch-map.ts";
import { openPage, type Page } from "./patch.ts";
import { differenceOf } from "./plain-edit.ts";
import { isPlain } from "./plain-form.ts";
import { planDuplicateTasks, planInsertTasks } from "./plan-copy.ts";
import { planInsertOnEdge, planReconnect } from "./plan-edge.ts";
import { planAddTask, planConnect, planDisconnect, planRemoveTasks, planRenameTask } from "./plan-task.ts";
import { planCreateGroup, planRenameGroup, planSetGroup, planUngroup } from "./plan-group.ts";
import { planMoveTasks, planRemoveNote, planSetCollapsed, planSetDirection, planSetNote, planSetPin, planSetPinned } from "./plan-ui.ts";
import { type Plan, planRemove, planSet } from "./plan-value.ts";
import { openReport, type Span } from "./report.ts";
import { slotsOf } from "./slot.ts";
import { applyChanges } from "../document/text-change.ts";
import { diffTexts } from "../document/text-diff.ts";
import { toPlain, type TreeNode } from "./yaml-tree.ts";

export function applyEdit(text: string, edit: DagEdit, options: { file: string } = { file: "" }): EditResult {
  const result = editRead({ text, read: readDag(text, options.file) }, edit, options.file);
  if (!result.ok) return result;
  return { ok: true, text: result.after.text, touched: result.touched, made: result.made };
}

/** A text and its reading. */
export interface ReadText {
  readonly text: string;
  readonly read: ReadDag;
}

export type ReadEdit =
  | { readonly ok: true; readonly after: ReadText; readonly touched: Span[]; readonly made: readonly string[] }
  | { readonly ok: false; readonly diagnostics: Diagnostic[] };

/** One edit of a text that is read already; what comes of it is read too, so that the next edit need not. */
export function editRead(before: ReadText, edit: DagEdit, file: string): ReadEdit {
  const { text, read } = before;
  if (!read.isSound || read.root === null) return { ok: false, diagnostics: read.report.diagnostics() };
  if (read.document === null) return { ok: false, diagnostics: [explain(tooLongToEdit(text), text, file)] };
  try {
    const plan = planEdit(openPage(text, read.root, slotsOf(read.root)), read.root, edit);
    const made = plan.made ?? [];
    const plain = toPlain(read.root);
    if (differenceOf(plan.expected, plain) === null) return { ok: true, after: before, touched: [], made };
    const edited = applyChanges(text, joinRemovals(plan.changes));
    const after = readDag(edited.text, file);
    checkMeaning(after, plan, edit);
    // What stands under `ui` is never an error, and everything else means what it meant.
    const worse = differenceOf(withoutUi(plan.expected), withoutUi(plain)) === null ? [] : newErrors(read, after);
    if (worse.length > 0) return { ok: false, diagnostics: worse };
    const reached = { text: edited.text, read: after };
    if (plan.then === undefined) return { ok: true, after: reached, touched: edited.touched, made };
    const rest = editRead(reached, plan.then, file);
    return rest.ok ? { ...rest, touched: applyChanges(text, diffTexts(text, rest.after.text)).touched, made } : rest;
  } catch (thrown) {
    return { ok: false, diagnostics: [explain(thrown, text, file)] };
  }
}

/** It was read in blocks, whose YAML is gone. */
function tooLongToEdit(text: string): Refusal {
  return new Refusal("edit/unsupported", `The file has ${text.length} characters; single values are edited in files of at most ${limits.characters}. Edit the text.`);
}

function planEdit(page: Page, root: TreeNode, edit: DagEdit): Plan {
  switch (edit.kind) {
    case "setValue":
      return planSet(page, root, edit);
    case "removeValue":
      return planRemove(page, root, edit);
    case "addTask":
      return planAddTask(page, root, edit);
    case "removeTask":
      return planRemoveTasks(page, root, { ids: [edit.id], reconnect: false });
    case "removeTasks":
      return planRemoveTasks(page, root, edit);
    case "renameTask":
      return planRenameTask(page, root, edit);
    case "connect":
      return planConnect(page, root, edit);
    case "disconnect":
      return planDisconnect(page, root, edit);
    case "insertOnEdge":
      return planInsertOnEdge(page, root, edit);
    case "reconnect":
      return planReconnect(page, root, edit);
    case "insertTasks":
      return planInsertTasks(page, root, edit);
    case "duplicateTasks":
      return planDuplicateTasks(page, root, edit);
    default:
      return planUiEdit(page, root, edit);
  }
}

type UiEdit = Exclude<DagEdit, { kind: "setValue" | "removeValue" | "addTask" | "removeTask" | "renameTask" | "connect" | "disconnect" | "removeTasks" | "insertOnEdge" | "reconnect" | "insertTasks" | "duplicateTasks" }>;

function planUiEdit(page: Page, root: TreeNode, edit: UiEdit): Plan {
  switch (edit.kind) {
    case "moveTasks":
      return planMoveTasks(page, root, edit);
    case "setPinned":
      return planSetPinned(page, root, edit);
    case "setPin":
      return planSetPin(page, root, edit);
    case "setNote":
      return planSetNote(page, root, edit);
    case "removeNote":
      return planRemoveNote(page, root, edit);
    case "createGroup":
      return planCreateGroup(page, root, edit);
    case "setGroup":
      return planSetGroup(page, root, edit);
    case "renameGroup":
      return planRenameGroup(page, root, edit);
    case "setDirection":
      return planSetDirection(page, root, edit);
    case "ungroup":
      return planUngroup(page, root, edit);
    case "setCollapsed":
      return planSetCollapsed(page, root, edit);
    default:
      return assertNever(edit);
  }
}

const wholeTaskEdits: ReadonlySet<DagEdit["kind"]> = new Set(["removeTask", "removeTasks", "renameTask"]);

function checkMeaning(after: ReadDag, plan: Plan, edit: DagEdit): void {
  if (!after.isSound) {
    const errors = after.report.diagnostics().filter((one) => one.severity === "error");
    const lost = errors.find((one) => one.code === "yaml/unknown-alias");
    if (lost !== undefined) throw new Refusal("edit/shared", `The edit would take away an anchor that \`${lost.field ?? "another place"}\` uses. Write the value out there first.`);
    const [first] = errors;
    throw new Refusal("edit/unsupported", `The edit cannot be written into this layout (${first?.message ?? "the result is not sound"}) Edit the text.`);
  }
  const keep = wholeTaskEdits.has(edit.kind) ? withoutHolders : (plain: unknown) => plain;
  const where = differenceOf(keep(plan.expected), keep(toPlain(after.root)));
  if (where === null) return;
  const message = `The edit would also change \`${formatPath(where)}\`, which shares this text through an anchor, alias or merge key. Write the shared value out first, or edit the text.`;
  throw new Refusal("edit/shared", message);
}

/** Top-level keys that only hold anchors: a task that leaves or is renamed may do so in them too. */
function withoutHolders(plain: unknown): unknown {
  if (!isPlain(plain)) return plain;
  return Object.fromEntries(Object.entries(plain).filter(([key]) => Object.hasOwn(DagForm.shape, key)));
}

function withoutUi(plain: unknown): unknown {
  if (!isPlain(plain)) return plain;
  const { ui: _, ...rest } = plain;
  return rest;
}

/** Errors that the file has after the edit and had not before. */
function newErrors(before: ReadDag, after: ReadDag): Diagnostic[] {
  const errorsOf = (read: ReadDag): Diagnostic[] => diagnosticsOf(read).filter(({ severity }) => severity === "error");
  const found = errorsOf(after);
  return found.length === 0 ? [] : newDiagnostics(errorsOf(before), found);
}

function explain(thrown: unknown, text: string, file: string): Diagnostic {
  const report = openReport(file, indexLines(text));
  const refusal = thrown instanceof Refusal ? thrown : null;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  report.add({
    code: refusal?.code ?? "edit/unsupported",
    message: refusal === null ? `The edit cannot be written into this layout (${message}). Edit the text.` : message,
    span: refusal?.span ?? { start: 0, end: 0 },
  });
  return report.diagnostics()[0] ?? { code: "edit/unsupported", severity: "error", message, file, line: 1, column: 1 };
}
