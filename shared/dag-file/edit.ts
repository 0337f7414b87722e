/** The edits that a DAG file takes, and what comes of one. */
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
  | { readonly kind: "disconnect"; readonly from: string; readonly to: string };

/** `touched` are places in the new text; what lies outside them is the old text, byte for byte. `made`: ids that the edit chose for tasks. */
export type EditResult =
  | { readonly ok: true; readonly text: string; readonly touched: Span[]; readonly made: readonly string[] }
  | { readonly ok: false; readonly diagnostics: Diagnostic[] };

export type EditsResult =
  | { readonly ok: true; readonly text: string; readonly made: readonly string[] }
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
