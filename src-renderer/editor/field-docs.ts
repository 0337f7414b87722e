/** What a field of a DAG file is for, from the one schema that also checks it. Pure. */
import { formatPath, parsePath } from "../../shared/dag-file/field-path.ts";
import { dagJsonSchema } from "../../shared/dag-file/json-schema.ts";
import type { ParsedDag } from "../../shared/dag-file/parse-dag.ts";
import type { TextSpan } from "../../shared/document/text-change.ts";
import { t } from "../strings/t.ts";

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface RootSchema extends Schema {
  readonly definitions: Readonly<Record<string, Schema>>;
}

let known: RootSchema | null = null;
const schema = (): RootSchema => (known ??= dagJsonSchema() as unknown as RootSchema);
const definedUnder = "#/definitions/";

/** What stands once and is named wherever it counts. */
function resolved(found: Schema): Schema {
  const definition = found.$ref?.startsWith(definedUnder) === true ? schema().definitions[found.$ref.slice(definedUnder.length)] : undefined;
  return definition === undefined ? found : resolved(definition);
}

/** Says what the key at an offset means; null where no key stands. */
export function explainField(parsed: Pick<ParsedDag, "nodeRanges" | "tasks">, offset: number): { text: string; span: TextSpan } | null {
  for (const [path, { key }] of parsed.nodeRanges) {
    if (key === null || offset < key.start || offset > key.end) continue;
    const parts = parsePath(path);
    const found = parts === null ? null : schemaAt(schema(), parts, kindOf(parsed, parts));
    const text = found === null || parts === null ? null : describe(String(parts.at(-1)), resolved(found));
    return text === null ? null : { text, span: key };
  }
  return null;
}

function kindOf({ tasks }: Pick<ParsedDag, "tasks">, parts: readonly (string | number)[]): string | null {
  return parts[0] === "tasks" ? (tasks.find(({ id }) => id === parts[1])?.kind ?? null) : null;
}

function schemaAt(from: Schema, path: readonly (string | number)[], kind: string | null): Schema | null {
  let at: Schema | null = from;
  for (const part of path) {
    if (at === null) return null;
    const branches: readonly Schema[] = branchesOf(at, kind);
    at = branches.map((branch) => step(branch, part)).find((next) => next !== null) ?? null;
  }
  return at;
}

function branchesOf(from: Schema, kind: string | null): readonly Schema[] {
  const schema = resolved(from);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices === undefined) return [schema];
  const ofKind = choices.filter((choice) => choice.properties?.["config_type"]?.const === kind);
  return (ofKind.length > 0 ? ofKind : choices).flatMap((choice) => branchesOf(choice, kind));
}

function step(schema: Schema, part: string | number): Schema | null {
  if (typeof part === "number") return Array.isArray(schema.items) || schema.items === undefined ? null : (schema.items as Schema);
  const own = schema.properties?.[part];
  if (own !== undefined) return own;
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : null;
}

function describe(name: string, { description, default: given, enum: choices, type }: Schema): string | null {
  const facts = [
    ...(choices === undefined ? [] : [choices.map((choice) => `\`${String(choice)}\``).join(", ")]),
    ...(choices === undefined && typeof type === "string" ? [type === "array" ? "list" : type === "object" ? "mapping" : type] : []),
    ...(given === undefined || given === null || (Array.isArray(given) && given.length === 0) ? [] : [t("default `{{given}}`", { given: String(given) })]),
  ];
  if (description === undefined && facts.length === 0) return null;
  return `**${name.replace(/[\\*_`<]/g, "\\$&")}**${facts.length > 0 ? ` · ${facts.join(" · ")}` : ""}${description === undefined ? "" : `\n\n${description}`}`;
}

/** Where a task that a `deps` item names is written. */
export function defineTask(parsed: Pick<ParsedDag, "nodeRanges" | "tasks">, text: string, offset: number): TextSpan | null {
  for (const { id } of parsed.tasks) {
    const list = formatPath(["tasks", id, "deps"]);
    const whole = parsed.nodeRanges.get(list);
    if (whole === undefined || offset < whole.value.start || offset > whole.value.end) continue;
    const item = itemAt(parsed, list, offset) ?? whole.value;
    const named = text.slice(item.start, item.end).replace(/^(['"])([\s\S]*)\1$/, "$2");
    return parsed.nodeRanges.get(formatPath(["tasks", named]))?.key ?? null;
  }
  return null;
}

function itemAt({ nodeRanges }: Pick<ParsedDag, "nodeRanges">, list: string, offset: number): TextSpan | null {
  for (let at = 0; ; at++) {
    const item = nodeRanges.get(`${list}[${at}]`);
    if (item === undefined) return null;
    if (offset >= item.value.start && offset <= item.value.end) return item.value;
  }
}
