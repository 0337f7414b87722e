/** The settings as fields of a form, read from their zod schema: the one source of titles, help, choices and defaults. Pure. */
import { z } from "zod";
import { Settings, workspaceSettingKeys } from "../../../shared/contract/settings.ts";
import { t, translated } from "../../strings/t.ts";
import { readJson } from "../../ui/json-text.ts";
import { settingProblem } from "./setting-problems.ts";

export type SettingKey = keyof Settings;

interface FieldBase {
  readonly key: SettingKey;
  readonly title: string;
  readonly description: string;
  readonly defaultValue: unknown;
  /** True where a workspace may say otherwise. */
  readonly perWorkspace: boolean;
}

export type SettingField = FieldBase &
  (
    | { readonly kind: "choice"; readonly choices: readonly string[] }
    | { readonly kind: "switch" }
    | { readonly kind: "number"; readonly minimum: number | undefined; readonly maximum: number | undefined }
    | { readonly kind: "text" }
  );

/** The part of JSON Schema that our settings use. */
const FieldSchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.unknown(),
  description: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

export function settingFields(): SettingField[] {
  const { properties } = z.object({ properties: z.record(z.string(), FieldSchema) }).parse(z.toJSONSchema(Settings, { io: "input" }));
  const overridable: readonly string[] = workspaceSettingKeys;
  return Settings.keyof().options.flatMap((key): SettingField[] => {
    const schema = properties[key];
    // Keys have a page of their own.
    if (schema === undefined || schema.type === "object") return [];
    const base = { key, title: translated(titleOf(key)), description: translated(schema.description ?? ""), defaultValue: schema.default, perWorkspace: overridable.includes(key) };
    if (schema.enum !== undefined) return [{ ...base, kind: "choice", choices: schema.enum }];
    if (schema.type === "boolean") return [{ ...base, kind: "switch" }];
    if (schema.type === "integer" || schema.type === "number") return [{ ...base, kind: "number", minimum: schema.minimum, maximum: schema.maximum }];
    return [{ ...base, kind: "text" }];
  });
}

/** `logCapMiB` → `Log cap (MiB)`, `onEngineDeath` → `On engine death`. */
export function titleOf(key: string): string {
  const text = key
    .replace(/MiB$/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .replaceAll(/ [A-Z](?=[a-z]+( |$))/g, (start) => start.toLowerCase())
    .replace("python", "Python")
    .replace("sql", "SQL")
    .replace("http", "HTTP")
    .concat(key.endsWith("MiB") ? " (MiB)" : "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The sentence-case word of a choice: `system` → `System`, `utc` → `UTC`, `dag` → `DAG`. */
export function choiceWord(choice: string): string {
  const known: Readonly<Record<string, string>> = { utc: "UTC", dag: "DAG" };
  return known[choice] ?? translated(choice.charAt(0).toUpperCase() + choice.slice(1));
}

export interface ParsedPatch {
  readonly patch: Record<string, unknown> | null;
  readonly problem: string | null;
}

/** The change that makes a scope say what the text says; keys that are gone become null. */
export function patchFromJson(text: string, before: Readonly<Record<string, unknown>>): ParsedPatch {
  const read = readJson(text);
  if (!read.ok) return { patch: null, problem: t("Line {{line}}, column {{column}}: {{message}}", { line: read.line, column: read.column, message: read.message }) };
  const { value } = read;
  const parsed = Settings.partial().strict().safeParse(value);
  if (!parsed.success) return { patch: null, problem: parsed.error.issues.map((issue) => settingProblem(issue, value)).join(". ") };
  // Parsing fills in defaults; only what was written is meant.
  const written = z.record(z.string(), z.unknown()).parse(value);
  const gone = Object.keys(before).filter((key) => !(key in written));
  return { patch: { ...written, ...Object.fromEntries(gone.map((key) => [key, null])) }, problem: null };
}
