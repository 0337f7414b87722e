/**
 * Reads a `*.dag.yaml` text: its meaning, or everything that is wrong with it, at once. Never throws on any text.
 * `dag` is null when there is an error; `tasks` holds the shape of the graph as far as it could be read.
 */
import type { Document } from "yaml";
import { messageOf } from "../errors/app-error.ts";
import type { Dag, GraphTask } from "../model/dag.ts";
import type { DagUi, TaskGroup } from "../model/dag-ui.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { checkExpands } from "./check-expand.ts";
import { checkBranching } from "./check-branching.ts";
import { checkSetups } from "./check-setups.ts";
import { checkGraph, readGraph } from "./check-graph.ts";
import { type NamedConnection, readConnections } from "./read-connections.ts";
import { checkMeaning } from "./check-meaning.ts";
import { checkTemplates } from "./check-templates.ts";
import { type NamedReference, readReferences } from "./read-references.ts";
import { reportIssues } from "./explain-issues.ts";
import type { DagForm } from "./file-schema.ts";
import { indexLines, type LineIndex } from "./line-index.ts";
import { collectRanges, type NodeRange } from "./node-ranges.ts";
import { limits, longLimits } from "./limits.ts";
import { plainForm } from "./plain-form.ts";
import { readDate, readSchedule } from "./read-schedule.ts";
import { checkGroups, checkUi, readGroups, readUi } from "./read-ui.ts";
import { readLongInSteps } from "./read-long.ts";
import { readTree } from "./read-tree.ts";
import { openReport, type Report, reportBefore } from "./report.ts";
import { toDag } from "./to-dag.ts";
import { readDocumentInSteps, toEnd } from "./yaml-document.ts";
import type { TreeNode } from "./yaml-tree.ts";

/** What can be drawn, also of a file with errors: as far as it could be read, in file order. */
export interface DrawnDag {
  readonly tasks: readonly GraphTask[];
  readonly groups: readonly TaskGroup[];
  readonly ui: DagUi;
}

export interface ParsedDag extends DrawnDag {
  readonly dag: Dag | null;
  readonly diagnostics: Diagnostic[];
  readonly tasks: GraphTask[];
  readonly groups: TaskGroup[];
  /** The YAML itself cannot be read: tasks, groups and ui may lack what stands behind the mistake. */
  readonly isBroken: boolean;
  /** Every connection that is named, also in a file with errors. */
  readonly connections: NamedConnection[];
  /** Every DAG, task of a DAG and asset of elsewhere that is named, also in a file with errors. */
  readonly references: NamedReference[];
  /** By dotted path such as `tasks.a.deps[0]`; offsets into the text as it was given. */
  readonly nodeRanges: Map<string, NodeRange>;
}

/** What the edits work on: the document with its tokens, and the tree over it. */
export interface ReadDag {
  readonly document: Document.Parsed | null;
  /** Of a text that was read in blocks, its nodes stand for no YAML. */
  readonly root: TreeNode | null;
  /** The YAML itself is sound; its meaning may not be. */
  readonly isSound: boolean;
  /** The text stops being YAML somewhere: what was read from there on may be anything. */
  readonly isBroken: boolean;
  readonly report: Report;
  readonly text: string;
}

export function parseDag(text: string, options: { file: string }): ParsedDag {
  return judgeDag(readDag(text, options.file));
}

/** The second half of parseDag, for who has read the text already. Adds to the report of what was read: call it once. */
export function judgeDag({ root, report, isBroken, text }: Pick<ReadDag, "root" | "report" | "isBroken" | "text">): ParsedDag {
  const isLost = isBroken || root === null;
  try {
    const drawn = drawnDag(root);
    // To judge what was read wrongly would bury the one mistake under its consequences.
    const dag = root === null || isBroken ? null : judge(root, drawn.tasks, { report, text });
    return { dag, diagnostics: report.diagnostics(), ...drawn, isBroken: isLost, connections: readConnections(root), references: readReferences(root), nodeRanges: collectRanges(root) };
  } catch (thrown) {
    reportFault(thrown, report);
    return { dag: null, diagnostics: report.diagnostics(), tasks: [], groups: [], ui: readUi(null), isBroken: true, connections: [], references: [], nodeRanges: new Map() };
  }
}

export function drawnDag(root: ReadDag["root"]): Pick<ParsedDag, keyof DrawnDag> {
  return { tasks: readGraph(root), groups: readGroups(root), ui: readUi(root) };
}

/** What judgeDag would say, for who needs no more. */
export function diagnosticsOf({ root, report, isBroken, text }: ReadDag): Diagnostic[] {
  try {
    if (root !== null && !isBroken) judge(root, readGraph(root), { report, text });
  } catch (thrown) {
    reportFault(thrown, report);
  }
  return report.diagnostics();
}

/** Reads into a report of the caller's. */
export function readDagInto(text: string, lines: LineIndex, report: Report): ReadDag {
  return toEnd(readInSteps(text, lines, report));
}

export function readDag(text: string, file: string): ReadDag {
  return toEnd(readDagInSteps(text, file));
}

/** The same for whoever must not hold the thread: stops again and again on the way. */
export function* readDagInSteps(text: string, file: string): Generator<void, ReadDag> {
  const lines = indexLines(text);
  return yield* readInSteps(text, lines, openReport(file, lines));
}

function* readInSteps(text: string, lines: LineIndex, report: Report): Generator<void, ReadDag> {
  try {
    return yield* readSource(text, lines, report);
  } catch (thrown) {
    reportFault(thrown, report);
    return { document: null, root: null, isSound: false, isBroken: true, report, text };
  }
}

/** A fault of a reader must not take the caller down: it is one more unreadable file. */
function reportFault(thrown: unknown, report: Report): void {
  const message = `The file could not be read: ${messageOf(thrown)}.`;
  report.add({ code: "yaml/unreadable", message, span: { start: 0, end: 0 } });
}

function* readSource(text: string, lines: LineIndex, report: Report): Generator<void, ReadDag> {
  if (text.length > limits.characters && text.length <= longLimits.characters) {
    const long = yield* readLongInSteps({ text, lines, report });
    return { document: null, ...long, isSound: !report.hasErrors(), report, text };
  }
  const { document, brokenAt } = yield* readDocumentInSteps(text, lines, report);
  const root = document === null ? null : readTree(document, text, brokenAt === null ? report : reportBefore(brokenAt, report));
  if (root === null && !report.hasErrors()) {
    const message = "The file has no content; expected a mapping with `dag` and `tasks`.";
    report.add({ code: "dag/missing-key", message, span: { start: 0, end: 0 } });
  }
  return { document, root, isSound: !report.hasErrors(), isBroken: brokenAt !== null, report, text };
}

/** Runs every check, also after one has failed; the meaning only when all have passed. */
function judge(root: TreeNode, tasks: readonly GraphTask[], { report, text }: Pick<ReadDag, "report" | "text">): Dag | null {
  const form = plainForm(root);
  const sound = reportIssues(form, root, report);
  checkGraph(tasks, root, report);
  checkBranching(tasks, root, report);
  checkSetups(tasks, root, report);
  checkGroups(root, report);
  checkUi(root, report);
  checkMeaning(root, report);
  checkTemplates(root, text, report);
  checkExpands(tasks, root, report);
  if (!sound) {
    // These read the tree alone, so they can speak even now.
    readSchedule(root, report);
    readDate(root, "start_date", report);
    readDate(root, "end_date", report);
    return null;
  }
  // The schema has accepted the form, apart from unknown keys that nothing reads.
  const dag = toDag(form as DagForm, root, report);
  return report.hasErrors() ? null : dag;
}
