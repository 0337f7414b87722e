/** What holds where nothing is written: of the DAG's `defaults`, of the DAG itself, or of the program. Pure. */
import { child, textOf, toPlain, type TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";
import { t } from "../../../strings/t.ts";
import type { FieldDescriptor } from "./field-control.ts";
import { inheritedKeys } from "./field-descriptors.ts";
import { wordOf } from "./typed-values.ts";

export interface FieldDefault {
  readonly value: unknown;
  readonly from: "program" | "defaults" | "DAG";
}

/** `dag`: the tree of the DAG whose task the field belongs to; null for fields of the DAG itself. */
export function defaultOf({ key, builtIn }: Pick<FieldDescriptor, "key" | "builtIn">, dag: TreeNode | null): FieldDefault | null {
  const inherited = inheritedKeys.has(key) ? child(child(dag, "defaults"), key) : null;
  if (inherited !== null && toPlain(inherited) !== null) return { value: textOf(inherited) ?? toPlain(inherited), from: "defaults" };
  // The one key that a task leaves to its DAG without `defaults`.
  const ofDag = key === "connection" ? textOf(child(dag, key)) : null;
  if (ofDag !== null) return { value: ofDag, from: "DAG" };
  return builtIn === undefined ? null : { value: builtIn, from: "program" };
}

const origins = { program: t("Default"), defaults: t("From this DAG's defaults"), DAG: t("From this DAG") } as const;

/** "Default: 30s", "From this DAG's defaults: 2". */
export function defaultWords(fallback: FieldDefault | null): string {
  return fallback === null ? "" : `${origins[fallback.from]}: ${wordOf(fallback.value)}`;
}
