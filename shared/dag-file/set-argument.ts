/** Reads `tasks.load.retries=3`, as the command line takes it, into an edit. The value is YAML: a scalar, `[a, b]` or `{a: 1}`. */
import type { Diagnostic } from "../model/diagnostic.ts";
import type { DagEdit } from "./edit.ts";
import { parsePath } from "./field-path.ts";
import { readDag } from "./parse-dag.ts";
import { toPlain, type TreeNode } from "./yaml-tree.ts";

export type SetArgument = { ok: true; edit: Extract<DagEdit, { kind: "setValue" }> } | { ok: false; diagnostics: Diagnostic[] };

const assignment = /^((?:[^="[]|\[\d+\]|\["(?:[^"\\]|\\.)*"\])+)=([\s\S]*)$/;

export function parseSetArgument(argument: string): SetArgument {
  const [, path = "", valueText = ""] = assignment.exec(argument) ?? [];
  if (parsePath(path) === null) {
    const message = `"${argument.slice(0, 200)}" is not PATH=VALUE; write one such as tasks.load.retries=3.`;
    return { ok: false, diagnostics: [{ code: "edit/invalid-path", severity: "error", message, file: "", line: 1, column: 1 }] };
  }
  const asText: SetArgument = { ok: true, edit: { kind: "setValue", path, value: valueText.includes("\n") ? valueText : valueText.trim() } };
  if (isPlainText(valueText)) return asText;
  const read = readDag(valueText, "");
  if (valueText.trim() !== "" && !/^\s*[[{"'&!|>]/.test(valueText) && isOtherThanWritten(read.root, valueText)) return asText;
  if (read.isSound) return { ok: true, edit: { kind: "setValue", path, value: toPlain(read.root), ...verbatim(read.root, valueText) } };
  if (valueText.trim() === "") return { ok: true, edit: { kind: "setValue", path, value: null } };
  return { ok: false, diagnostics: read.report.diagnostics() };
}

/** `echo a: b` is a mapping to YAML, `a # b` ends at the sign, and line breaks become spaces: without quotes or braces, text is meant. */
function isOtherThanWritten(root: TreeNode | null, text: string): boolean {
  if (root === null || root.kind === "map") return true;
  return root.kind === "scalar" && root.style === "plain" && root.source !== text.trim();
}

/** Texts that a person would not think of quoting on a command line: cron, presets, templates. */
function isPlainText(text: string): boolean {
  return /^\s*(?:[*@%`]|\{\{)/.test(text);
}

/** A number keeps its writing (`0777`, `1.10`); other values are written in the file's own way. */
function verbatim(root: TreeNode | null, text: string): { source?: string } {
  if (root?.kind !== "scalar" || typeof root.value !== "number") return {};
  return String(root.value) === root.source ? {} : { source: text.trim() };
}
