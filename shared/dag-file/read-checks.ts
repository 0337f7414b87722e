/** The checks of a task in the model's form. Called only with checks that the schema has accepted. */
import { parseDuration } from "../base/duration.ts";
import type { Check } from "../model/dag.ts";
import { checkTitle } from "./check-title.ts";
import { kindOfCheck, specOfFullForm, type CheckKind } from "./check-schema.ts";
import { isPlain } from "./plain-form.ts";
import { readSource } from "./text-source.ts";
import { child, textOf, textsOf, toPlain, type TreeNode } from "./yaml-tree.ts";

export function readChecks(node: TreeNode | null): Check[] {
  const items = node?.kind === "seq" ? node.items : [];
  return items.flatMap((item) => readCheck(item.value) ?? []);
}

function readCheck(node: TreeNode): Check | null {
  const form = toPlain(node);
  if (!isPlain(form)) return null;
  const kind = kindOfCheck(form);
  if (kind === null) return null;
  const full = child(node, "check") !== null;
  const spec = full ? node : child(node, kind);
  const plainSpec = full ? specOfFullForm(form, kind) : form[kind];
  const severity = form["severity"] === "warn" ? "warn" : "error";
  const check = readSpec(kind, spec, isPlain(plainSpec) ? plainSpec : {}, { severity, full });
  if (check === null) return null;
  const name = textOf(child(node, "name")) ?? checkTitle(check);
  return { ...check, name };
}

interface Frame {
  readonly severity: "warn" | "error";
  readonly full: boolean;
}

function readSpec(kind: CheckKind, node: TreeNode | null, spec: Record<string, unknown>, { severity, full }: Frame): Check | null {
  const base = { name: "", severity };
  const column = textOf(child(node, "column")) ?? "";
  switch (kind) {
    case "unique":
    case "not_null":
      return { ...base, kind, columns: textsOf(full ? (child(node, "columns") ?? child(node, "column")) : node) };
    case "accepted_values":
      return { ...base, kind, column, values: valuesOf(spec["values"]) };
    case "row_count":
      return { ...base, kind, ...boundsOf(spec) };
    case "range":
      return { ...base, kind, column, ...boundsOf(spec) };
    case "relationship":
      return { ...base, kind, column, to: textOf(child(node, "to")) ?? "", field: textOf(child(node, "field")) ?? "" };
    case "freshness":
      return { ...base, kind, column, maxAgeMs: ageOf(spec["max_age"]) };
    case "sql": {
      const query = readSource(full ? (child(node, "query") ?? child(node, "sql")) : node, "sql");
      return query === null ? null : { ...base, kind, query };
    }
  }
}

function valuesOf(values: unknown): (string | number | boolean)[] {
  const list: readonly unknown[] = Array.isArray(values) ? values : [];
  return list.filter((value) => typeof value === "string" || typeof value === "number" || typeof value === "boolean");
}

type Bounds = { min?: number | string; max?: number | string };

function boundsOf(spec: Record<string, unknown>): Bounds {
  const bounds: Bounds = {};
  for (const side of ["min", "max"] as const) {
    const value = spec[side];
    if (typeof value === "number" || typeof value === "string") bounds[side] = value;
  }
  return bounds;
}

function ageOf(value: unknown): number {
  return typeof value === "number" || typeof value === "string" ? (parseDuration(value) ?? 0) : 0;
}
