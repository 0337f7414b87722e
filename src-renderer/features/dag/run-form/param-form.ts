/**
 * Between the typed params of a DAG and what a person types: which control a param gets, its text, and back to a value.
 * What a text can mean is read here; whether the value is allowed is asked of the model, as the engine does.
 */
import type { ParamSpec } from "../../../../shared/model/dag.ts";
import { resolveParams } from "../../../../shared/model/params.ts";
import { t } from "../../../strings/t.ts";
import { nameOf, readJson } from "../../../ui/json-text.ts";

export type ParamControl = "text" | "integer" | "number" | "boolean" | "choice" | "json" | "date" | "date-time";

/** What the control holds: text, or the switch of a boolean. */
export type FieldValue = string | boolean;

export type FieldRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

export function controlOf(spec: ParamSpec): ParamControl {
  if (spec.enum !== undefined && spec.enum.length > 0) return "choice";
  if (spec.format !== undefined && (spec.type === "string" || spec.type === null)) return spec.format;
  switch (spec.type) {
    case "integer":
    case "number":
      return spec.type;
    case "boolean":
      // A switch always says something; what nobody has said is chosen.
      return spec.default === undefined ? "choice" : "boolean";
    case "array":
    case "object":
      return "json";
    case "string":
      return "text";
    case null:
      return controlOfDefault(spec.default);
  }
}

/** A param without a type is edited as what its default is. */
function controlOfDefault(value: unknown): ParamControl {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return "number";
  return typeof value === "object" && value !== null ? "json" : "text";
}

export function fieldOf(spec: ParamSpec, value: unknown): FieldValue {
  const control = controlOf(spec);
  if (control === "boolean") return value === true;
  if (control === "choice") return value === undefined ? "" : choiceKey(value);
  if (value === undefined || value === null) return "";
  if (control === "json") return JSON.stringify(value, null, 2);
  if (control === "date-time" && typeof value === "string") return value.replace(/(:\d{2})(?:\.\d+)?(?:Z|\+00:00)$/, "$1");
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function choicesOf(spec: ParamSpec): readonly unknown[] {
  return spec.enum !== undefined && spec.enum.length > 0 ? spec.enum : [true, false];
}

/** Choices may be of any type; the key in the list is their JSON. */
export function choiceKey(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}

export function readField(spec: ParamSpec, field: FieldValue): FieldRead {
  const control = controlOf(spec);
  if (typeof field === "boolean") return { ok: true, value: field };
  if (control === "choice") return readChoice(spec, field);
  if (field === "" && control !== "text") return readEmpty(spec);
  switch (control) {
    case "integer":
    case "number":
      return readNumber(field, control);
    case "json":
      return readJsonField(spec, field);
    case "date-time":
      return { ok: true, value: /(?:Z|[+-]\d{2}:?\d{2})$/.test(field) ? field : `${field.length === 16 ? `${field}:00` : field}Z` };
    default:
      return { ok: true, value: field };
  }
}

function readEmpty(spec: ParamSpec): FieldRead {
  return spec.default === null || spec.default === undefined ? { ok: true, value: null } : { ok: false, message: t("A value is needed; reset takes the default") };
}

function readChoice(spec: ParamSpec, key: string): FieldRead {
  const found = choicesOf(spec).find((value) => choiceKey(value) === key);
  return found === undefined ? { ok: false, message: t("Choose one of the values") } : { ok: true, value: found };
}

function readNumber(text: string, control: "integer" | "number"): FieldRead {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return { ok: false, message: t("Found \"{{text}}\"; expected {{control}}", { text, control: control === "integer" ? t("a whole number") : t("a number") }) };
  if (control === "integer" && !Number.isInteger(value)) return { ok: false, message: t("Found {{text}}; expected a whole number", { text }) };
  return { ok: true, value };
}

function readJsonField(spec: ParamSpec, text: string): FieldRead {
  const read = readJson(text);
  if (!read.ok) return { ok: false, message: t("Line {{line}}, column {{column}}: {{message}}", { line: read.line, column: read.column, message: read.message }) };
  const isList = Array.isArray(read.value);
  if (spec.type === "array" && !isList) return { ok: false, message: t("Found {{value}}; expected a list such as [\"a\", \"b\"]", { value: nameOf(read.value) }) };
  if (spec.type === "object" && (isList || typeof read.value !== "object" || read.value === null)) return { ok: false, message: t("Found {{value}}; expected an object such as {\"a\": 1}", { value: nameOf(read.value) }) };
  return { ok: true, value: read.value };
}

/** "1 to 10, default 5": what a field says under its name. */
export function boundsText(spec: ParamSpec): string | null {
  const { minimum, maximum, minLength, maxLength, pattern } = spec;
  const parts: string[] = [];
  if (minimum !== undefined && maximum !== undefined) parts.push(t("{{minimum}} to {{maximum}}", { minimum, maximum }));
  else if (minimum !== undefined) parts.push(t("{{minimum}} or more", { minimum }));
  else if (maximum !== undefined) parts.push(t("{{maximum}} or less", { maximum }));
  if (minLength !== undefined) parts.push(t("at least {{count}} characters", { count: minLength }));
  if (maxLength !== undefined) parts.push(t("at most {{count}} characters", { count: maxLength }));
  if (pattern !== undefined) parts.push(t("matches {{pattern}}", { pattern }));
  return parts.length === 0 ? null : parts.join(", ");
}

export interface FormRead {
  /** Only what differs from the default, so that a later change of the default still counts. */
  readonly params: Record<string, unknown>;
  readonly problems: Readonly<Record<string, string>>;
}

/** `conf`: what stands there under the name of a param gives it. */
export function readForm(specs: Readonly<Record<string, ParamSpec>>, fields: Readonly<Record<string, FieldValue>>, conf: Readonly<Record<string, unknown>> = {}): FormRead {
  const params: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const field = fields[name];
    if (field === undefined || field === fieldOf(spec, spec.default)) continue;
    const read = readField(spec, field);
    if (read.ok) params[name] = read.value;
    else problems[name] = read.message;
  }
  const resolved = resolveParams(specs, params, conf);
  for (const { param, message, isMissing } of resolved.ok ? [] : resolved.problems) problems[param] ??= isMissing === true ? t("A value is needed: it has no default") : sentence(message.replace(`Param "${param}": `, ""));
  return { params, problems };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
