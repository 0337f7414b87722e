/** A program in the file or in a file of its own: which of both is written, and how to write the other. Pure. */
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import type { TextSource } from "../../../../shared/model/dag.ts";
import { readSource, type SourceLanguage } from "../../../../shared/dag-file/text-source.ts";
import { child, toPlain, type TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";
import { below, setValue, type Binding } from "./binding.ts";

export type SourceKind = TextSource["kind"];

export function sourceOf(node: TreeNode | null, language: SourceLanguage): TextSource | null {
  return readSource(node, language);
}

const keys = { file: "file", inline: "text" } as const;

/** In the form that stands there: the short one where it would be read as what is meant, the full one otherwise. */
export function setSource(binding: Binding, source: { readonly kind: SourceKind; readonly text: string }, language: SourceLanguage): DagEdit[] {
  return binding.targets.flatMap((target): DagEdit[] => {
    const one: Binding = { key: binding.key, targets: [target] };
    if (target.node?.kind !== "map") return setValue(one, shortForm(source, language));
    const other = keys[source.kind === "file" ? "inline" : "file"];
    if (child(target.node, other) === null) return setValue(below(one, keys[source.kind]), source.text);
    // The mapping is written anew: with both, and with neither, it would be no program on the way.
    const rest = Object.fromEntries([...target.node.entries].filter(([key]) => key !== other).map(([key, { value }]) => [key, toPlain(value)]));
    return setValue(one, { [keys[source.kind]]: source.text, ...rest });
  });
}

function shortForm({ kind, text }: { readonly kind: SourceKind; readonly text: string }, language: SourceLanguage): unknown {
  const span = { start: 0, end: 0 };
  const read = readSource({ kind: "scalar", value: text, source: text, style: "plain", span, node: null, size: 1, depth: 1 }, language);
  return read?.kind === kind ? text : { [keys[kind]]: text };
}

/** What the short form becomes when a field of the full one is written beside it. */
export function fullFormOf(language: SourceLanguage): (node: TreeNode | null) => Readonly<Record<string, unknown>> {
  return (node) => {
    if (node?.kind !== "scalar") return {};
    const source = readSource(node, language);
    return source === null ? {} : { [keys[source.kind]]: toPlain(node) };
  };
}
