/**
 * The words in which an editor talks with the SQL language: what it hands in (text, dialect, catalogue, settings) and what comes back.
 * Types only. All offsets are UTF-16 units into the given text, ends are exclusive; all texts that come back are plain text.
 */
import type { CatalogTable } from "../contract/warehouse.ts";
import type { TableName } from "./names.ts";

export type SqlDialect = "duckdb" | "postgres";

/** What the database holds. An index is built once per object, so hand in the same object until the catalogue is another. */
export interface SqlCatalog {
  readonly tables: readonly CatalogTable[];
}

/** A word that templates may use, such as `ds` or `params.min_rows`. */
export interface TemplateWord {
  readonly name: string;
  readonly doc: string;
  /** Its value in the run that is previewed, when there is one. */
  readonly value?: string;
}

export interface SqlSettings {
  /** Names in quotes only where they need them, or always. */
  readonly quoting: "auto" | "always";
  /** `preserve` goes on as the text was written so far. */
  readonly keywordCase: "preserve" | "upper" | "lower";
}

/** What everything but plain lexing needs to know about a text. */
export interface SqlInput {
  readonly text: string;
  readonly dialect: SqlDialect;
  /** Null while it is not known: then nothing can be told unknown. */
  readonly catalog: SqlCatalog | null;
  /**
   * Schemas that names without one are looked up in, first one first (`final_schema` of the DAG, then the database's own). Absent: any
   * schema may be meant.
   */
  readonly searchPath?: readonly string[];
  /** Tables that are not there yet and are built before this text runs, such as those of other tasks. */
  readonly plannedTables?: readonly TableName[];
  /** Values of simple template expressions, such as `final_schema` → `warehouse`; others hide the truth and are never judged. */
  readonly templateValues?: Readonly<Record<string, string>>;
}

export interface SqlPlace extends SqlInput {
  readonly offset: number;
}

export interface CompletionRequest extends SqlPlace {
  readonly templateWords: readonly TemplateWord[];
  readonly settings: SqlSettings;
}

export type CompletionKind = "keyword" | "schema" | "table" | "view" | "cte" | "alias" | "column" | "function" | "join" | "template";

export interface CompletionItem {
  readonly kind: CompletionKind;
  readonly label: string;
  /** Goes in the place of `from`…`to` of the list. */
  readonly insert: string;
  /** Where the cursor goes in `insert`, when not to its end. */
  readonly cursor?: number;
  /** One line: a type, a signature, a table. */
  readonly detail: string;
  readonly doc: string;
}

export interface CompletionList {
  /** The part of the text that an item replaces. */
  readonly from: number;
  readonly to: number;
  /** Best first; the order is the ranking. */
  readonly items: readonly CompletionItem[];
  /** More would match; ask again after the next key. */
  readonly isIncomplete: boolean;
}

export interface SqlHover {
  readonly start: number;
  readonly end: number;
  /** A line in the language's own spelling: `final.fact_claim`, `amount decimal(12,2)`, `count(expression) → bigint`. */
  readonly title: string;
  readonly lines: readonly string[];
}

export type SqlDefinition =
  /** A table of the database: find the task that builds it by this name. */
  | { readonly kind: "table"; readonly schema: string | null; readonly table: string; readonly start: number; readonly end: number }
  /** A place in the same text: a CTE, an alias, a table made earlier in the script. */
  | { readonly kind: "place"; readonly start: number; readonly end: number };

export interface SqlDiagnostic {
  readonly code: "sql/unclosed" | "sql/unknown-table" | "sql/unknown-column" | "sql/ambiguous-column" | "sql/unknown-alias";
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A table as a text names it. */
export interface TableUse {
  /** As written, with known templates filled in; null when the name has none. */
  readonly schema: string | null;
  readonly table: string;
  readonly start: number;
  readonly end: number;
}

export type FormatResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly text: string; readonly reason: string };
