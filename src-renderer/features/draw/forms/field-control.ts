/**
 * Which control a part of the file's schema gets. Read from the zod schema itself, so that a key added there is editable
 * here without a line of code: what no rule knows becomes a field for any value. Pure.
 */
import { globalRegistry, ZodNumber, type z } from "zod";
import { AssetNames, AssetsForm } from "../../../../shared/dag-file/asset-schema.ts";
import { CheckForm, checkKinds, checkSpecs, type CheckKind } from "../../../../shared/dag-file/check-schema.ts";
import { Text, TextList, TextMap, TextSourceForm } from "../../../../shared/dag-file/field-forms.ts";
import { DurationForm, SpanForm } from "../../../../shared/dag-file/duration-forms.ts";
import { BranchForm } from "../../../../shared/dag-file/file-schema.ts";
import type { SourceLanguage } from "../../../../shared/dag-file/text-source.ts";
import { t, translated } from "../../../strings/t.ts";
import { labelOf, templated } from "./field-words.ts";

export type ChoiceValue = string | number | boolean;

export type Control =
  | { readonly kind: "text" }
  /** Text, or a number, true or false, written as its type. */
  | { readonly kind: "scalar" }
  | { readonly kind: "duration" }
  | { readonly kind: "number"; readonly isWhole: boolean; readonly min: number | null; readonly max: number | null }
  | { readonly kind: "switch" }
  | { readonly kind: "choice"; readonly options: readonly ChoiceValue[] }
  | { readonly kind: "list"; readonly isTyped: boolean }
  | { readonly kind: "map" }
  /** A file or the text itself; `extras` are what the full form has besides. */
  | { readonly kind: "source"; readonly language: SourceLanguage; readonly extras: readonly FieldDescriptor[] }
  | { readonly kind: "deps" }
  /** Names of assets, joined by all and any. */
  | { readonly kind: "assets" }
  | { readonly kind: "checks"; readonly specs: Readonly<Record<CheckKind, Control>>; readonly common: readonly FieldDescriptor[] }
  /** A list of mappings; `starter` is what a new one begins with. */
  | { readonly kind: "items"; readonly fields: readonly FieldDescriptor[]; readonly starter: Readonly<Record<string, unknown>> }
  /** Names to values of one kind. */
  | { readonly kind: "record"; readonly item: Control }
  | { readonly kind: "group"; readonly fields: readonly FieldDescriptor[] }
  /** A mapping that may be written as the value of its `short` key alone. */
  | { readonly kind: "full"; readonly short: string; readonly fields: readonly FieldDescriptor[] }
  | { readonly kind: "variants"; readonly variants: readonly Variant[] }
  | { readonly kind: "value" };

export interface Variant {
  readonly word: string;
  /** Null for the value null itself. */
  readonly control: Control | null;
  readonly accepts: (value: unknown) => boolean;
}

export interface FieldDescriptor {
  readonly key: string;
  /** In sentence case. */
  readonly label: string;
  readonly help: string;
  readonly isRequired: boolean;
  /** What holds when nothing is written; undefined when the schema names none. */
  readonly builtIn: unknown;
  /** Markdown or program text: more than one line. */
  readonly isLong: boolean;
  /** May hold templates. */
  readonly hasTemplates: boolean;
  readonly control: Control;
}

/** The parts of zod's definitions that the file's schema is made of. */
interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly options?: readonly Schema[];
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly entries?: Readonly<Record<string, ChoiceValue>>;
  readonly values?: readonly ChoiceValue[];
  readonly shape?: Readonly<Record<string, Schema>>;
}

export type Schema = z.core.$ZodType;

export function definitionOf(schema: Schema): Definition {
  // A view of the library's own definition: every part is optional but the type.
  return schema._zod.def as unknown as Definition;
}

/** A schema that got a description is another object, but its definition stays the same one. */
function isSame(schema: Schema, known: Schema): boolean {
  return schema._zod.def === known._zod.def;
}

export function withoutOptional(schema: Schema): { readonly schema: Schema; readonly isOptional: boolean } {
  const { type, innerType } = definitionOf(schema);
  return type === "optional" && innerType !== undefined ? { schema: innerType, isOptional: true } : { schema, isOptional: false };
}

const languages: Readonly<Record<string, SourceLanguage>> = { bash: "bash", python: "python" };

export function controlOf(key: string, given: Schema): Control {
  const { schema } = withoutOptional(given);
  if (isSame(schema, TextList)) return key === "deps" ? { kind: "deps" } : { kind: "list", isTyped: false };
  if (isSame(schema, AssetNames)) return { kind: "list", isTyped: false };
  if (isSame(schema, AssetsForm)) return { kind: "assets" };
  if (isSame(schema, Text)) return { kind: "text" };
  if (isSame(schema, TextMap)) return { kind: "map" };
  if (isSame(schema, DurationForm) || isSame(schema, SpanForm)) return { kind: "duration" };
  if (isSame(schema, TextSourceForm)) return { kind: "source", language: languages[key] ?? "sql", extras: [] };
  return controlOfType(key, schema);
}

function controlOfType(key: string, schema: Schema): Control {
  const { type, element, valueType, entries, values, shape, options } = definitionOf(schema);
  if (type === "string") return { kind: "text" };
  if (type === "boolean") return { kind: "switch" };
  if (type === "number") return controlOfNumber(schema);
  if (type === "enum") return { kind: "choice", options: Object.values(entries ?? {}) };
  if (type === "literal") return { kind: "choice", options: values ?? [] };
  if (type === "array" && element !== undefined) return isSame(element, CheckForm) ? checksControl() : controlOfList(element);
  if (type === "record" && valueType !== undefined) return { kind: "record", item: controlOf(key, valueType) };
  if (type === "object" && shape !== undefined) return { kind: "group", fields: fieldsOf(shape) };
  if (type === "union" && options !== undefined) return controlOfUnion(key, options);
  return { kind: "value" };
}

function controlOfNumber(schema: Schema): Control {
  if (!(schema instanceof ZodNumber)) return { kind: "scalar" };
  const bound = (value: number | null): number | null => (value === null || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value);
  return { kind: "number", isWhole: schema.format?.includes("int") ?? false, min: bound(schema.minValue), max: bound(schema.maxValue) };
}

function controlOfList(element: Schema): Control {
  if (isSame(element, BranchForm)) return { kind: "items", fields: fieldsOf(BranchForm.shape), starter: { when: "{{ true }}", to: [] } };
  const { kind } = controlOf("", element);
  return kind === "text" || kind === "scalar" || kind === "choice" || kind === "number" ? { kind: "list", isTyped: kind !== "text" } : { kind: "value" };
}

function controlOfUnion(key: string, options: readonly Schema[]): Control {
  const types = options.map((option) => definitionOf(option).type);
  if (types.every((type) => type === "boolean" || type === "literal" || type === "enum")) return { kind: "choice", options: options.flatMap(wordsOf) };
  if (types.every((type) => ["string", "number", "boolean"].includes(type))) return { kind: "scalar" };
  const shapes = options.map((option) => definitionOf(option).shape).filter((shape) => shape !== undefined);
  const full = shapes.length === 1 ? shapes[0] : undefined;
  if (full !== undefined && "file" in full && "text" in full) return { kind: "source", language: languages[key] ?? "sql", extras: fieldsOf(full).filter((field) => field.key !== "file" && field.key !== "text") };
  const free = full === undefined ? undefined : Object.entries(full).find(([, part]) => definitionOf(withoutOptional(part).schema).type === "unknown");
  if (full !== undefined && free !== undefined) return { kind: "full", short: free[0], fields: fieldsOf(full) };
  const [only, ...others] = options.filter((option) => definitionOf(option).type !== "null");
  // `name:` with nothing behind it is that mapping, empty.
  if (only !== undefined && others.length === 0) return controlOf(key, only);
  return { kind: "variants", variants: options.map((option) => variantOf(key, option)) };
}

function wordsOf(schema: Schema): readonly ChoiceValue[] {
  const { type, entries, values } = definitionOf(schema);
  return type === "boolean" ? [false, true] : (values ?? Object.values(entries ?? {}));
}

/** What a text means where a value has other forms too. */
const textWords: Readonly<Record<string, string>> = { schedule: t("Cron text or preset"), conf: t("Template of all of it") };

/** What the mappings of a schedule mean, by their first key. */
const scheduleWords: Readonly<Record<string, string>> = { cron: t("Cron text with a time zone"), every: t("Every so often"), at: t("At given times"), assets: t("When assets were loaded") };

function wordOf(key: string, control: Control, shape: Definition["shape"]): string {
  const keys = shape === undefined ? null : Object.keys(shape);
  if (keys !== null) return (key === "schedule" ? scheduleWords[keys[0] ?? ""] : undefined) ?? keys.join(", ");
  if (control.kind === "choice") return control.options.join(", ");
  if (control.kind === "record") return t("Names and values");
  return key === "schedule" && control.kind === "value" ? t("Several of these") : (textWords[key] ?? t("Text"));
}

function variantOf(key: string, schema: Schema): Variant {
  const { type, shape } = definitionOf(schema);
  const accepts = (value: unknown): boolean => isAccepted(schema, value);
  if (type === "null") return { word: t("None"), control: null, accepts };
  const control = controlOf(key, schema);
  return { word: wordOf(key, control, shape), control, accepts };
}

function isAccepted(schema: Schema, value: unknown): boolean {
  const result = schema._zod.run({ value, issues: [] }, { async: false });
  return !(result instanceof Promise) && result.issues.length === 0;
}

function checksControl(): Control {
  const specs = Object.fromEntries(checkKinds.map((kind) => [kind, controlOf(kind, checkSpecs[kind])]));
  const { severity, name } = CheckForm.shape;
  // Every kind has been put in on the line above.
  return { kind: "checks", specs: specs as Record<CheckKind, Control>, common: fieldsOf({ severity, name }) };
}

export function fieldsOf(shape: Readonly<Record<string, Schema>>): FieldDescriptor[] {
  return Object.entries(shape).map(([key, schema]) => fieldOf(key, schema));
}

function fieldOf(key: string, schema: Schema): FieldDescriptor {
  const inner = withoutOptional(schema);
  const meta = { ...globalRegistry.get(inner.schema), ...globalRegistry.get(schema) };
  const help = meta.description ?? "";
  return {
    key,
    label: translated(labelOf(key)),
    help: translated(help),
    isRequired: !inner.isOptional,
    builtIn: meta["default"],
    isLong: /in Markdown/.test(help),
    hasTemplates: templated.has(key),
    control: controlOf(key, schema),
  };
}
