/**
 * One DAG file as it stands on the disk, with what is wrong with it for itself: its own mistakes, and SQL and script files that are missing
 * or lie outside. Runs nothing and keeps nothing. What depends on other files is judged in judge-dag-file.ts.
 */
import { createHash } from "node:crypto";
import { decodeDagFile } from "../../shared/dag-file/decode-dag-file.ts";
import { indexLines, type LineIndex } from "../../shared/dag-file/line-index.ts";
import { type ParsedDag, parseDag } from "../../shared/dag-file/parse-dag.ts";
import { bounded } from "../../shared/dag-file/report.ts";
import type { NamedReference } from "../../shared/dag-file/read-references.ts";
import { programOf } from "../../shared/model/task-program.ts";
import { messageOf } from "../../shared/errors/app-error.ts";
import { formatPath } from "../../shared/dag-file/field-path.ts";
import type { Dag, GraphTask, TextSource } from "../../shared/model/dag.ts";
import { type DagOutline, emptyOutline } from "../../shared/model/dag-ui.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import type { Workspace } from "../ports/workspace.ts";
import { within } from "./attempt-plan.ts";
import { namedPlaces } from "./named-places.ts";
import { type NamedPlace, placeOf, type TextPlace } from "./text-place.ts";

export interface DagFile {
  readonly dagId: string;
  readonly file: string;
  readonly source: string;
  /** How long the file is, which tells whether it is read beside the engine; 0 of one that cannot be read. */
  readonly bytes: number;
  /** Of what was read, also where it is no text; empty where nothing was read. */
  readonly hash: string;
  readonly dag: Dag | null;
  readonly tasks: readonly GraphTask[];
  readonly outline: DagOutline;
  readonly diagnostics: readonly Diagnostic[];
  /** Files of the workspace that the DAG names: when one of them comes or goes, the diagnostics change. */
  readonly refersTo: readonly string[];
  /** Connections that the DAG names: when the workspace file changes, the diagnostics may. */
  readonly connections: readonly NamedPlace[];
  /** Channels, pools and slots that it names: the same holds for them. */
  readonly names: readonly NamedPlace[];
  /** What it names of other DAG files. */
  readonly references: readonly DagReference[];
  /** What is wrong with that, as those files stand. It keeps no run from starting, so that a change to one DAG never stops another. */
  readonly findings: readonly Diagnostic[];
}

type WithPlace<Named> = Named extends unknown ? Omit<Named, "span"> & TextPlace : never;
export type DagReference = WithPlace<NamedReference>;

/** Reads a file of the workspace; what is wrong with it becomes diagnostics, never an error. `instead` may answer for some. */
export function readDagFile(workspace: Workspace, file: string, instead: (bytes: Uint8Array) => DagFile | null = () => null): DagFile {
  try {
    const bytes = workspace.readBytes(file);
    return instead(bytes) ?? readDagBytes(workspace, file, bytes);
  } catch (thrown) {
    return unreadFile(file, messageOf(thrown));
  }
}

/** Whether a file is as it was is told by this. */
export type FileMark = Pick<DagFile, "bytes" | "hash">;

export function markOf(bytes: Uint8Array): FileMark {
  return { bytes: bytes.length, hash: createHash("sha256").update(bytes).digest("hex").slice(0, 32) };
}

export function unreadFile(file: string, message: string): DagFile {
  return { ...nothingIn(file), diagnostics: [problem("file/unreadable", file, message)] };
}

/** Enough for the keys that stand first; what is long is the tasks. */
const headLength = 64_000;

/** What stands for a file until its first reading is there. */
export function fileBeingRead(file: string, bytes: Uint8Array): DagFile {
  const head = decodeDagFile(bytes.subarray(0, bytes.lastIndexOf(10, headLength) + 1), { file });
  const message = `The file is long (${(bytes.length / 1_000_000).toFixed(1)} MB) and is being read.`;
  return { ...nothingIn(file), bytes: bytes.length, dagId: (head.ok ? writtenId(head.text) : null) ?? nameOf(file), diagnostics: [{ ...problem(beingRead, file, message), severity: "info" }] };
}

const beingRead = "dag/being-read";

export function isBeingRead({ diagnostics }: DagFile): boolean {
  return diagnostics[0]?.code === beingRead;
}

/** The same for bytes that are not on the disk, or not yet. */
export function readDagBytes(workspace: Workspace, file: string, bytes: Uint8Array): DagFile {
  const decoded = decodeDagFile(bytes, { file });
  if (!decoded.ok) return { ...nothingIn(file), ...markOf(bytes), diagnostics: [decoded.diagnostic] };
  const { text } = decoded;
  const parsed = parseDag(text, { file });
  const { dag, diagnostics, tasks, groups, ui } = parsed;
  const outline = { groups, layout: ui.layout, collapsed: [...ui.collapsed], pinned: [...ui.pinned], positions: { ...ui.positions }, notes: { ...ui.notes } };
  const lines = indexLines(text);
  const missing = dag ? bounded(missingFiles(workspace, dag, { file, parsed, lines }), file) : [];
  const refersTo = dag ? sourcesOf(dag).flatMap(({ source }) => (source.kind === "file" ? [within(dag, source.path)] : [])) : [];
  const connections = parsed.connections.map(({ name, field, span }) => ({ name, field, ...placeOf(lines, span) }));
  const names = namedPlaces({ text, lines, nodeRanges: parsed.nodeRanges });
  return { dagId: idOf(parsed, text, file), file, source: text, ...markOf(bytes), dag, tasks, outline, diagnostics: [...diagnostics, ...missing], refersTo, connections, names, references: placed(parsed, lines), findings: [] };
}

const missingCodes: ReadonlySet<string> = new Set(["dag/missing-file", "dag/outside-workspace"]);

/** Whether a reading would say the same again: the same bytes, and what they name of other files is there as it was. That costs a hundredth of a reading. */
export function isAsRead(workspace: Workspace, file: DagFile): boolean {
  return !lacksFiles(file) && isSameText(workspace, file) && hasAllFiles(workspace, file);
}

/** The same for a long file, which is not read again while some of the files that it lacked are still missing. */
export function isLongAsRead(workspace: Workspace, file: DagFile): boolean {
  return isSameText(workspace, file) && hasAllFiles(workspace, file) !== lacksFiles(file);
}

function lacksFiles({ diagnostics }: DagFile): boolean {
  return diagnostics.some(({ code }) => missingCodes.has(code));
}

/** Where the file cannot be read, a reading says why. */
function isSameText(workspace: Workspace, { file, hash }: DagFile): boolean {
  return hash !== "" && isTrue(() => markOf(workspace.readBytes(file)).hash === hash);
}

function hasAllFiles(workspace: Workspace, { refersTo }: DagFile): boolean {
  return isTrue(() => refersTo.every((path) => workspace.exists(path) && !workspace.isFolder(path)));
}

function isTrue(look: () => boolean): boolean {
  try {
    return look();
  } catch {
    return false;
  }
}

/** What a text names of other DAGs, for who has read it already. */
export function referringText(file: string, text: string, parsed: ParsedDag): Pick<DagFile, "dagId" | "file" | "dag" | "tasks" | "references"> {
  const { dag, tasks } = parsed;
  return { dagId: idOf(parsed, text, file), file, dag, tasks, references: placed(parsed, indexLines(text)) };
}

function idOf({ dag }: ParsedDag, text: string, file: string): string {
  return dag?.id ?? writtenId(text) ?? nameOf(file);
}

function placed({ references }: ParsedDag, lines: LineIndex): DagReference[] {
  return references.map(({ span, ...named }) => ({ ...named, ...placeOf(lines, span) }));
}

/**
 * The id of the DAG in a file, by a look that costs a hundredth of reading it. Null where it takes a reading; where it answers, a
 * reading answers the same.
 */
export function glanceAtId(workspace: Workspace, file: string): string | null {
  try {
    const decoded = decodeDagFile(workspace.readBytes(file), { file });
    return decoded.ok ? writtenId(decoded.text) : null;
  } catch {
    return null;
  }
}

function nothingIn(file: string): DagFile {
  return { dagId: nameOf(file), file, source: "", bytes: 0, hash: "", dag: null, tasks: [], outline: emptyOutline, diagnostics: [], refersTo: [], connections: [], names: [], references: [], findings: [] };
}

interface Text {
  readonly file: string;
  readonly parsed: ParsedDag;
  readonly lines: LineIndex;
}

function missingFiles(workspace: Workspace, dag: Dag, { file, parsed, lines }: Text): Diagnostic[] {
  return sourcesOf(dag).flatMap(({ field, source }) => {
    if (source.kind !== "file") return [];
    const range = parsed.nodeRanges.get(`${field}.file`) ?? parsed.nodeRanges.get(field) ?? parsed.nodeRanges.get(field.replace(/\.[^.]*$/, ""));
    const place = { ...(range ? placeOf(lines, range.value) : {}), field };
    try {
      const path = within(dag, source.path);
      if (workspace.isFolder(path)) return [{ ...problem("dag/missing-file", file, `\`${field}\`: ${path} is a folder; expected a file.`), ...place }];
      if (workspace.exists(path)) return [];
      return [{ ...problem("dag/missing-file", file, `\`${field}\`: the file ${path} does not exist; create it, or correct the path (it is relative to base_path).`), ...place }];
    } catch (thrown) {
      return [{ ...problem("dag/outside-workspace", file, `\`${field}\`: ${messageOf(thrown)}`), ...place }];
    }
  });
}

function sourcesOf(dag: Dag): { field: string; source: TextSource }[] {
  return dag.tasks.flatMap((task) => {
    const at = (key: string, source: TextSource): { field: string; source: TextSource } => ({ field: `${formatPath(["tasks", task.id])}.${key}`, source });
    const asked = (task.expand?.sources ?? []).flatMap(({ name, from }) => (from.kind === "query" ? [at(expandField(task.expand?.combine, name), from.query)] : []));
    if (task.kind === "SensorTask") return task.sql ? [at("sql", task.sql)] : [];
    const program = programOf(task);
    const own = program === null ? [] : [at(program.field, program.source)];
    if (task.kind === "SqlTask") own.push(at("sql", task.sql));
    if (task.kind !== "SqlTask" && task.kind !== "PythonTask") return [...own, ...asked];
    const checks = task.checks.flatMap((check, index) => (check.kind === "sql" ? [at(`checks[${index}].sql`, check.query)] : []));
    return [...own, ...asked, ...(task.ddl ? [at("ddl", task.ddl)] : []), ...checks];
  });
}

function expandField(combine: "one" | "product" | "zip" | undefined, name: string): string {
  return combine === "one" ? "expand.query" : combine === "zip" ? `expand.zip.${name}.query` : `expand.${name}.query`;
}

function problem(code: string, file: string, message: string): Diagnostic {
  return { code, severity: "error", message, file, line: 1, column: 1 };
}

/** The id of a DAG that has errors, so that its page stays where it was while a person types. */
function writtenId(text: string): string | null {
  const found = /^\uFEFF?dag:[ \t]*(?:"([^"\\\n]+)"|'([^'\n]+)'|([^\s"'#&*!|>{[][^\s#]*))[ \t]*(?:#.*)?\r?$/m.exec(text);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? null;
}

const nameOf = (file: string): string => (file.split("/").at(-1) ?? file).replace(/\.dag\.yaml$/, "");
