/** The edits that a DAG file takes, and what comes of one. */
import type { NoteColor } from "../model/dag-ui.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Span } from "./report.ts";

export type DagEdit =
  /** Writes a value; mappings on the way are made. `source` is YAML to write verbatim, for numbers such as `0777`. */
  | { readonly kind: "setValue"; readonly path: string; readonly value: unknown; readonly source?: string }
  | { readonly kind: "removeValue"; readonly path: string }
  /** `fields` are written after `config_type`; without them the task gets a starter that runs. */
  | { readonly kind: "addTask"; readonly id: string; readonly taskKind: string; readonly fields?: Readonly<Record<string, unknown>> }
  /** Also removes the task from the deps of others. */
  | { readonly kind: "removeTask"; readonly id: string }
  /** Also renames it in deps and in `xcom_pull(task_ids=…)` and `xcom.…` of templates. */
  | { readonly kind: "renameTask"; readonly from: string; readonly to: string }
  /** Makes `to` depend on `from`. */
  | { readonly kind: "connect"; readonly from: string; readonly to: string }
  | { readonly kind: "disconnect"; readonly from: string; readonly to: string }
  /** Removes them from the deps of others, and from `ui`. `reconnect`: what depended on them then depends on what they did. */
  | { readonly kind: "removeTasks"; readonly ids: readonly string[]; readonly reconnect: boolean }
  /** Puts a new task between two: it depends on `from`, and `to` on it. */
  | { readonly kind: "insertOnEdge"; readonly from: string; readonly to: string; readonly task: NewTask }
  /** Moves one or both ends of an edge. */
  | { readonly kind: "reconnect"; readonly from: string; readonly to: string; readonly newFrom?: string; readonly newTo?: string }
  /**
   * Tasks as YAML: a mapping of tasks, or one with `tasks` and perhaps `ui`. Ids that are taken get a number; deps on what is neither
   * among them nor in the file go. `at` is where the upper left of them shall lie.
   */
  | { readonly kind: "insertTasks"; readonly yaml: string; readonly at?: Place }
  /** `by` is how far from the originals the copies lie. */
  | { readonly kind: "duplicateTasks"; readonly ids: readonly string[]; readonly by?: Place }
  /** Of tasks, and of groups as they lie while they are folded. Null forgets the place. */
  | { readonly kind: "moveTasks"; readonly positions: Readonly<Record<string, Place | null>> }
  | { readonly kind: "setPinned"; readonly tasks: readonly string[]; readonly isPinned: boolean }
  /** Names the kept output of a task; null takes the pin off. */
  | { readonly kind: "setPin"; readonly task: string; readonly pin: string | null }
  /** Makes the note, or changes what is given of it; a new one needs `text` and `at`. */
  | { readonly kind: "setNote"; readonly id: string; readonly note: { readonly text?: string; readonly at?: Place; readonly size?: Place; readonly color?: NoteColor } }
  | { readonly kind: "removeNote"; readonly id: string }
  /** With `parent` absent: where all that goes in lies in one group, the new one lies in it too. */
  | { readonly kind: "createGroup"; readonly id: string; readonly tasks: readonly string[]; readonly groups?: readonly string[]; readonly doc?: string; readonly parent?: string | null }
  /** Null takes them out of any group. */
  | { readonly kind: "setGroup"; readonly tasks: readonly string[]; readonly groups?: readonly string[]; readonly group: string | null }
  | { readonly kind: "renameGroup"; readonly from: string; readonly to: string }
  /** Its tasks and groups go to the group around it. */
  | { readonly kind: "ungroup"; readonly id: string }
  | { readonly kind: "setCollapsed"; readonly group: string; readonly isCollapsed: boolean }
  /** Null: as a file that says nothing of it. */
  | { readonly kind: "setDirection"; readonly direction: "LR" | "TB" | null };

/** x and y, or width and height; written in whole numbers. */
export type Place = readonly [number, number];

export interface NewTask {
  readonly id: string;
  readonly taskKind: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** `touched` are places in the new text; what lies outside them is the old text, byte for byte. `made`: ids that the edit chose for tasks. */
export type EditResult =
  | { readonly ok: true; readonly text: string; readonly touched: Span[]; readonly made: readonly string[] }
  | { readonly ok: false; readonly diagnostics: Diagnostic[] };

/** Thrown inside the planning of an edit and caught by applyEdit; never leaves this folder. */
export class Refusal extends Error {
  readonly code: string;
  readonly span: Span;

  constructor(code: string, message: string, span: Span = { start: 0, end: 0 }) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.span = span;
  }
}
