/**
 * Turns what a person gave for a run's params into checked values, and says for each what is wrong with it.
 * Never guesses a type: a text stays a text unless the param's type says otherwise.
 */
import { nearest } from "../dag-file/did-you-mean.ts";
import type { ParamSpec } from "./dag.ts";

/** `isMissing`: it has no default, and nobody gave it a value. */
export type ParamProblem = { param: string; message: string; isMissing?: true };
export type ResolvedParams = { ok: true; values: Record<string, unknown> } | { ok: false; problems: ParamProblem[] };
export type ParamReading = { ok: true; value: unknown } | { ok: false; message: string };
type Specs = Readonly<Record<string, ParamSpec>>;

/**
 * The values of a run, checked: what is given, else what its conf has under the name (as in Airflow), else the default. All problems at once, in the
 * order of the specs. Other names are the conf's own affair, and a mistake among `given`.
 */
export function resolveParams(specs: Specs, given: Readonly<Record<string, unknown>>, conf: Readonly<Record<string, unknown>> = {}): ResolvedParams {
  const problems: ParamProblem[] = [];
  const values: [string, unknown][] = [];
  for (const [param, spec] of Object.entries(specs)) {
    const from = [given, conf].find((one) => Object.hasOwn(one, param) && one[param] !== undefined);
    const value = from === undefined ? spec.default : from[param];
    if (value === undefined) {
      problems.push({ param, message: `Param "${param}": no value was given and it has no default.`, isMissing: true });
      continue;
    }
    const problem = problemOf(spec, value, from !== undefined);
    if (problem === null) values.push([param, value]);
    else problems.push({ param, message: `Param "${param}": ${problem}.` });
  }
  for (const param of Object.keys(given)) {
    if (!Object.hasOwn(specs, param)) problems.push({ param, message: `Param "${param}": ${unknownParam(param, specs)}` });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values: Object.fromEntries(values) };
}

/** The same where nothing may come of it: params without any value are left out, and whoever names one hears of it there. */
export function resolveKnownParams(specs: Specs, given: Readonly<Record<string, unknown>>, conf: Readonly<Record<string, unknown>> = {}): ResolvedParams {
  const resolved = resolveParams(specs, given, conf);
  if (resolved.ok) return resolved;
  const missing = new Set(resolved.problems.flatMap(({ param, isMissing }) => (isMissing === true ? [param] : [])));
  return resolveParams(Object.fromEntries(Object.entries(specs).filter(([param]) => !missing.has(param))), given, conf);
}

/** Those that a run has to be given. */
export function requiredParams(specs: Specs): string[] {
  return Object.keys(specs).filter((param) => specs[param]?.default === undefined);
}

/** Reads the text after `k=` of a command line. What has no type, or is of type string, stays the text it is. */
export function parseParamText(spec: ParamSpec, text: string): ParamReading {
  const refuse = (expected: string): ParamReading => ({ ok: false, message: `found ${quote(text)}; expected ${expected}` });
  switch (spec.type) {
    case null:
    case "string":
      return { ok: true, value: text };
    case "boolean":
      return text === "true" || text === "false" ? { ok: true, value: text === "true" } : refuse("true or false");
    case "integer":
      return readInteger(text) ?? refuse(integerWords);
    case "number":
      return readNumber(text) ?? refuse("a number such as 1.5");
    case "array":
    case "object":
      return readJson(text, spec.type) ?? refuse(spec.type === "array" ? 'a JSON list such as ["a", "b"]' : 'a JSON object such as {"a": 1}');
  }
}

/** Splits `k=v` texts and reads each by its spec; the values still have to go through `resolveParams`. */
export function parseParamTexts(specs: Specs, pairs: readonly string[]): ResolvedParams {
  const problems: ParamProblem[] = [];
  const values: [string, unknown][] = [];
  for (const pair of pairs) {
    const cut = pair.indexOf("=");
    const param = cut < 0 ? pair : pair.slice(0, cut);
    const spec = Object.hasOwn(specs, param) ? specs[param] : undefined;
    if (cut < 1) problems.push({ param, message: `Param ${quote(pair)}: write name=value.` });
    else if (spec === undefined) problems.push({ param, message: `Param "${param}": ${unknownParam(param, specs)}` });
    else {
      const read = parseParamText(spec, pair.slice(cut + 1));
      if (read.ok) values.push([param, read.value]);
      else problems.push({ param, message: `Param "${param}": ${read.message}.` });
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values: Object.fromEntries(values) };
}

const integerWords = `a whole number between -${Number.MAX_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`;

function readInteger(text: string): ParamReading | null {
  const value = Number(text);
  // Leading zeros are an identifier's, not a number's; a number that would be rounded is refused.
  return /^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(value) ? { ok: true, value } : null;
}

function readNumber(text: string): ParamReading | null {
  const value = Number(text);
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(text) && Number.isFinite(value) ? { ok: true, value } : null;
}

function readJson(text: string, type: "array" | "object"): ParamReading | null {
  try {
    const value: unknown = JSON.parse(text);
    return hasType(value, type) ? { ok: true, value } : null;
  } catch {
    return null;
  }
}

/** What is wrong with the value, as the rest of a sentence; null when nothing is. */
function problemOf(spec: ParamSpec, value: unknown, isGiven: boolean): string | null {
  // A default of null means "not set" whatever the type is; an unset param is never out of bounds.
  if (value === null) return !isGiven || spec.type === null || spec.default === null ? null : `found null; expected ${typeWords(spec.type)}`;
  if (spec.type !== null && !hasType(value, spec.type)) return `found ${describe(value)}; expected ${typeWords(spec.type)}${isQuoted(spec, value) ? `: write ${value} without quotes` : ""}`;
  if (spec.enum && !spec.enum.some((allowed) => isSame(allowed, value))) {
    const options = spec.enum.map((option) => JSON.stringify(option));
    return `found ${describe(value)}; expected one of ${options.join(", ")}`;
  }
  if (typeof value === "number") return problemOfNumber(spec, value);
  return typeof value === "string" ? problemOfText(spec, value) : null;
}

/** Whether it is a text that says a value of the type: quotes stand where none should. */
function isQuoted(spec: ParamSpec, value: unknown): value is string {
  return typeof value === "string" && value.length <= 60 && parseParamText(spec, value).ok;
}

function problemOfNumber({ minimum, maximum }: ParamSpec, value: number): string | null {
  if (minimum !== undefined && value < minimum) return `found ${value}; expected at least ${minimum}`;
  return maximum !== undefined && value > maximum ? `found ${value}; expected at most ${maximum}` : null;
}

function problemOfText(spec: ParamSpec, value: string): string | null {
  const { minLength, maxLength, pattern, format } = spec;
  const length = [...value].length;
  if (minLength !== undefined && length < minLength) return `found ${quote(value)}; expected at least ${minLength} characters`;
  if (maxLength !== undefined && length > maxLength) return `found ${length} characters; expected at most ${maxLength}`;
  if (pattern !== undefined) {
    const expression = compile(pattern);
    if (expression === null) return `its pattern ${quote(pattern)} is not a regular expression; mend it in the DAG file`;
    if (!expression.test(value)) return `found ${quote(value)}; expected text that matches ${pattern}`;
  }
  if (format === "date" && !isDate(value)) return `found ${quote(value)}; expected a date such as 2026-01-31`;
  if (format === "date-time" && !isDateTime(value)) return `found ${quote(value)}; expected a time such as 2026-01-31T06:00:00Z`;
  return null;
}

function compile(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return null;
  }
}

/** A day that exists: 2024-02-30 does not. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:\d{2})?$/.exec(text);
  return parts?.[1] !== undefined && isDate(parts[1]) && !Number.isNaN(Date.parse(text));
}

function hasType(value: unknown, type: NonNullable<ParamSpec["type"]>): boolean {
  if (type === "integer") return Number.isSafeInteger(value);
  if (type === "number") return Number.isFinite(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function typeWords(type: NonNullable<ParamSpec["type"]>): string {
  if (type === "integer") return "a whole number";
  if (type === "boolean") return "true or false";
  return type === "string" ? "text" : type === "number" ? "a number" : type === "array" ? "a list" : "a mapping";
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
}

function unknownParam(param: string, specs: Specs): string {
  const names = Object.keys(specs);
  if (names.length === 0) return "the DAG has no params; pass free values as conf.";
  const guess = nearest(param, names);
  return `the DAG has no such param; it has ${names.join(", ")}.${guess === null ? "" : ` Did you mean "${guess}"?`}`;
}

function describe(value: unknown): string {
  return typeof value === "string" ? `the text ${quote(value)}` : quote(JSON.stringify(value) ?? typeof value, "");
}

function quote(text: string, mark = '"'): string {
  return `${mark}${text.length > 60 ? `${text.slice(0, 57)}…` : text}${mark}`;
}
