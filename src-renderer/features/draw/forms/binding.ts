/**
 * Where a field reads and writes: the same place below one task, below several that are edited together, or in the DAG itself.
 * Values become edits here and nowhere else; what is not changed is not touched. Pure.
 */
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import { formatPath, type FieldPath } from "../../../../shared/dag-file/field-path.ts";
import { child, textOf, textsOf, toPlain, type TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";

export interface Binding {
  /** Path below the subject, such as `checks[0].min`: what problems and previews are found by. */
  readonly key: string;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly path: FieldPath;
  /** Null when nothing is written, or nothing but the key. */
  readonly node: TreeNode | null;
  /** When what is above is no mapping yet: the mapping that it becomes, without this field; and where that is written. */
  readonly wrap: { readonly target: Target; readonly rest: Readonly<Record<string, unknown>> } | null;
  /** What stands there in the file gives way: the first field below writes the whole value anew. */
  readonly isAnew?: boolean;
}

export function rootBinding(roots: readonly { readonly path: FieldPath; readonly node: TreeNode | null }[]): Binding {
  return { key: "", targets: roots.map((root) => ({ ...root, wrap: null })) };
}

/** The field below; `restOf` says what becomes of a short form when a field of the full one is written. */
export function below(binding: Binding, step: string | number, restOf: (node: TreeNode | null) => Readonly<Record<string, unknown>> = () => ({})): Binding {
  const targets = binding.targets.map((target): Target => {
    const { node } = target;
    const isWrapped = typeof step === "string" && (node === null ? target.isAnew === true || target.wrap !== null : node.kind !== "map");
    return { path: [...target.path, step], node: written(nodeBelow(node, step)), wrap: isWrapped ? { target, rest: restOf(node) } : null };
  });
  return { key: joinKey(binding.key, step), targets };
}

function nodeBelow(node: TreeNode | null, step: string | number): TreeNode | null {
  if (typeof step === "string") return child(node, step);
  return node?.kind === "seq" ? (node.items[step]?.value ?? null) : null;
}

function joinKey(key: string, step: string | number): string {
  const part = formatPath([step]);
  return key === "" || part.startsWith("[") ? key + part : `${key}.${part}`;
}

/** A key with nothing behind it counts as not written. */
function written(node: TreeNode | null): TreeNode | null {
  return node?.kind === "scalar" && node.value === null && node.source === "" ? null : node;
}

/** The same place as if nothing stood there: for a value in another form than the one in the file. */
export function anew({ key, targets }: Binding): Binding {
  return { key, targets: targets.map((target) => ({ ...target, node: null, isAnew: true })) };
}

export function isWritten({ targets }: Binding): boolean {
  return targets.some(({ node }) => node !== null);
}

/** True when the edited tasks do not all say the same here. */
export function isMixed({ targets }: Binding): boolean {
  const [first, ...others] = targets.map(({ node }) => JSON.stringify(toPlain(node)));
  return others.some((other) => other !== first);
}

export function nodeOf({ targets }: Binding): TreeNode | null {
  return targets[0]?.node ?? null;
}

/** As a text field shows it: as written, without quotes. */
export function shownText(binding: Binding): string {
  const node = isMixed(binding) ? null : nodeOf(binding);
  return node === null ? "" : (textOf(node) ?? JSON.stringify(toPlain(node)));
}

export function setValue(binding: Binding, value: unknown): DagEdit[] {
  return binding.targets.map((target) => setAt(target, value));
}

function setAt({ path, wrap }: Target, value: unknown): DagEdit {
  return wrap === null ? { kind: "setValue", path: formatPath(path), value } : setAt(wrap.target, { ...wrap.rest, [String(path.at(-1))]: value });
}

/** Takes the field out, where it is written. */
export function removeValue({ targets }: Binding): DagEdit[] {
  return targets.flatMap(({ node, path, wrap }) => (node === null || wrap !== null ? [] : [{ kind: "removeValue" as const, path: formatPath(path) }]));
}

/** A text that was emptied is one that is not there, unless there has to be one. */
export function setText(binding: Binding, text: string, isRequired: boolean): DagEdit[] {
  return text === "" && !isRequired ? removeValue(binding) : setValue(binding, text);
}

/** The binding of one item, which in the short form of a list stands where the list would. */
export function itemAt(list: Binding, index: number): Binding {
  const isShort = list.targets.every(({ node }) => node?.kind === "scalar");
  return isShort && index === 0 ? { ...list, key: joinKey(list.key, 0) } : below(list, index);
}

export function itemCount({ targets }: Binding): number {
  const [target] = targets;
  return target?.node == null ? 0 : target.node.kind === "seq" ? target.node.items.length : textsOf(target.node).length;
}

export function addItem(list: Binding, value: unknown): DagEdit[] {
  return list.targets.flatMap((target): DagEdit[] => {
    const one = { key: list.key, targets: [target] };
    const { node } = target;
    if (node?.kind === "seq" && node.items.length > 0) return setValue(below(one, node.items.length), value);
    return setValue(one, [...(node?.kind === "scalar" ? [toPlain(node)] : []), value]);
  });
}

/** A list without items is one that is not there. */
export function removeItem(list: Binding, index: number): DagEdit[] {
  return list.targets.flatMap((target) => {
    const one = { key: list.key, targets: [target] };
    return itemCount(one) <= 1 ? removeValue(one) : removeValue(below(one, index));
  });
}

export function namesIn({ targets }: Binding): string[] {
  const node = targets[0]?.node;
  return node?.kind === "map" ? [...node.entries.keys()] : [];
}

export function removeName(map: Binding, name: string): DagEdit[] {
  return namesIn(map).length <= 1 ? removeValue(map) : removeValue(below(map, name));
}

/** Null when there is such a name already. */
export function renameName(map: Binding, from: string, to: string): DagEdit[] | null {
  if (namesIn(map).includes(to)) return null;
  return [...setValue(below(map, to), toPlain(nodeOf(below(map, from)))), ...removeValue(below(map, from))];
}
