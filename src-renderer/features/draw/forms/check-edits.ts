/** The checks of a task as written, short or full, and the edits of one. Pure. */
import { kindOfCheck, type CheckKind } from "../../../../shared/dag-file/check-schema.ts";
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import { child, textOf, toPlain, type TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";
import { below, nodeOf, setValue, type Binding } from "./binding.ts";

export function kindAt(check: Binding): CheckKind | null {
  const plain = toPlain(nodeOf(check));
  return isRecord(plain) ? kindOfCheck(plain) : null;
}

export function isFullForm(node: TreeNode | null): boolean {
  return child(node, "check") !== null;
}

/** Where the check's own value stands, for the kinds that have one value: columns, or a query. */
export function valueBinding(check: Binding, kind: CheckKind): Binding {
  const node = nodeOf(check);
  if (!isFullForm(node)) return below(check, kind);
  if (kind === "sql") return below(check, child(node, "query") === null && child(node, "sql") !== null ? "sql" : "query");
  return below(check, child(node, "columns") === null && child(node, "column") !== null ? "column" : "columns");
}

/** Where the fields of the other kinds stand: below the kind, or beside it in the full form. */
export function fieldsBinding(check: Binding, kind: CheckKind): Binding {
  return isFullForm(nodeOf(check)) ? check : below(check, kind);
}

/** What a new check begins with; names of columns are for the person to put in. */
const starters: Readonly<Record<CheckKind, (column: string) => unknown>> = {
  unique: (column) => column,
  not_null: (column) => column,
  accepted_values: (column) => ({ column, values: [] }),
  row_count: () => ({ min: 1 }),
  range: (column) => ({ column, min: 0 }),
  relationship: (column) => ({ column, to: "table", field: column }),
  freshness: (column) => ({ column, max_age: "1d" }),
  sql: () => "select * from {{ this }} where false",
};

export function newCheck(kind: CheckKind, column: string): Record<string, unknown> {
  return { [kind]: starters[kind](column) };
}

/** Where nothing is known of the table; the field then says what is wrong with it only when the check runs. */
export const anyColumn = "id";

/** What a check of each kind is mostly about, by the type of the column, or by its name. */
const likely: Readonly<Partial<Record<CheckKind, { readonly type?: RegExp; readonly name?: RegExp }>>> = {
  unique: { name: /^id$|_(?:id|key)$/i },
  accepted_values: { type: /char|text|enum|bool/i },
  range: { type: /int|decimal|numeric|double|real|float/i },
  relationship: { name: /._id$/i },
  freshness: { type: /timestamp|date/i },
};

/** The column that a new check begins with; null where the task's table is not known. */
export function likelyColumn(kind: CheckKind, columns: readonly { readonly name: string; readonly type: string }[]): string | null {
  const { type, name } = likely[kind] ?? {};
  const fits = columns.find((one) => (type?.test(one.type) ?? false) || (name?.test(one.name) ?? false));
  return (fits ?? columns[0])?.name ?? null;
}

/** Another kind in the same place: what is said about the column, severity and name stays. */
export function changeKind(check: Binding, kind: CheckKind, proposed: string | null): DagEdit[] {
  const plain = toPlain(nodeOf(check));
  const kept = isRecord(plain) ? Object.fromEntries(Object.entries(plain).filter(([key]) => key === "severity" || key === "name")) : {};
  return setValue(check, { ...newCheck(kind, columnOf(nodeOf(check)) ?? proposed ?? anyColumn), ...kept });
}

function columnOf(node: TreeNode | null): string | null {
  const plain = toPlain(node);
  const kind = isRecord(plain) ? kindOfCheck(plain) : null;
  const spec = kind === null ? null : child(node, kind);
  const first = spec?.kind === "seq" ? spec.items[0]?.value : spec;
  return textOf(child(spec, "column")) ?? textOf(child(node, "column")) ?? (kind === "unique" || kind === "not_null" ? textOf(first ?? null) : null);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
