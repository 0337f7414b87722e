/**
 * Reads `dagwright.json`: each connection, setting, pool, secret for itself, so that a mistake in one costs only that one. Every mistake
 * is named with its place, what was found and what would be right; a secret's text is never shown.
 */
import type { z } from "zod";
import { settingExpectation, workspaceSettingKeys } from "../contract/settings.ts";
import { suggestion } from "../dag-file/did-you-mean.ts";
import { formatPath, type FieldPath } from "../dag-file/field-path.ts";
import { indexLines } from "../dag-file/line-index.ts";
import { getIn } from "../dag-file/plain-edit.ts";
import { openReport, type Report } from "../dag-file/report.ts";
import { ChannelConfig } from "../model/channel-config.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { ConnectionConfig, HistoryConfig, Pool, RetentionConfig, SecretVariable, WorkspaceConfig } from "../model/workspace-config.ts";
import { type JsonReading, readJson } from "./json-text.ts";

export interface WorkspaceFile {
  /** What is sound. */
  readonly config: WorkspaceConfig;
  readonly diagnostics: readonly Diagnostic[];
  /** The connections that are named but cannot be used, and why. */
  readonly broken: ReadonlyMap<string, Diagnostic>;
  /** The channels that are named but cannot be used, and why. */
  readonly brokenChannels: ReadonlyMap<string, Diagnostic>;
  /** False when the text is no JSON object: then nothing of it counts. */
  readonly isReadable: boolean;
}

type Plain = Record<string, unknown>;
type Sound = Extract<JsonReading, { ok: true }>;

interface Context {
  readonly json: Sound;
  readonly report: Report;
}

export const emptyConfig: WorkspaceConfig = WorkspaceConfig.parse({});

export function readWorkspaceFile(text: string, file: string): WorkspaceFile {
  const report = openReport(file, indexLines(text));
  const json = readJson(text);
  if (!json.ok) return unreadable(report, { code: "config/syntax", message: json.message, span: json.span });
  if (!isPlain(json.value)) return unreadable(report, { code: "config/invalid-value", message: `Found ${show(json.value)}; expected an object such as {"connections": {}}.`, span: json.spanOf([]) });
  const context = { json, report };
  for (const path of json.repeated) report.add({ code: "config/duplicate-key", severity: "warning", message: `\`${formatPath(path)}\` stands twice; the last one counts. Remove the other.`, span: json.spanOf(path, "key"), path });
  warnOfKeys(json.value, context);
  const { value } = json;
  const config: WorkspaceConfig = {
    ...(typeof value["name"] === "string" ? { name: value["name"] } : {}),
    settings: section("settings", context),
    connections: soundOf("connections", ConnectionConfig, context),
    vars: section("vars", context),
    secrets: soundOf("secrets", SecretVariable, context),
    channels: soundOf("channels", ChannelConfig, context),
    pools: soundOf("pools", Pool, context),
    // Wrong in one part, it drops nothing at all: half a rule could let go of more than was meant.
    retention: wholeOf("retention", 'an object such as {"max_age": "30d", "max_runs": 500}', context) ?? {},
    history: wholeOf("history", 'an object such as {"compact_after": "7d"}', context) ?? {},
  };
  if (value["name"] !== undefined && typeof value["name"] !== "string") complain(["name"], "a text in double quotes", context);
  for (const [key, setting] of Object.entries(config.settings)) checkSetting(key, setting, context);
  return { config, diagnostics: report.diagnostics(), broken: brokenOf("connections", config, context), brokenChannels: brokenOf("channels", config, context), isReadable: true };
}

/** A file that could not even be read: the same shape, with the reason. */
export function unreadableWorkspaceFile(file: string, reason: string): WorkspaceFile {
  return unreadable(openReport(file, indexLines("")), { code: "config/unreadable", message: reason, span: { start: 0, end: 0 } });
}

function unreadable(report: Report, problem: Parameters<Report["add"]>[0]): WorkspaceFile {
  report.add(problem);
  return { config: emptyConfig, diagnostics: report.diagnostics(), broken: new Map(), brokenChannels: new Map(), isReadable: false };
}

const keys = Object.keys(WorkspaceConfig.shape);

function warnOfKeys(value: Plain, { json, report }: Context): void {
  for (const key of Object.keys(value)) {
    // `$schema` is an editor's, `x-…` is the person's own.
    if (keys.includes(key) || key.startsWith("$") || key.startsWith("x-")) continue;
    const message = `The key \`${key}\` is not known here; it is kept and not used.${suggestion(key, keys)} Known are ${keys.join(", ")}.`;
    report.add({ code: "config/unknown-key", severity: "warning", message, span: json.spanOf([key], "key"), path: [key] });
  }
}

/** The entries under a key, whatever they are; none when it is absent or no object. */
function section(name: string, { json }: Context): Plain {
  const found = getIn(json.value, [name]);
  return isPlain(found) ? found : {};
}

function soundOf<Form extends z.ZodType>(name: string, form: Form, context: Context): Record<string, z.infer<Form>> {
  const found = getIn(context.json.value, [name]);
  if (found !== undefined && !isPlain(found)) complain([name], `an object of names, such as {"${name}": {}}`, context);
  return Object.fromEntries(
    Object.entries(section(name, context)).flatMap(([key, entry]) => {
      const read = form.safeParse(entry);
      if (read.success) return [[key, read.data]];
      for (const issue of read.error.issues) explain(issue, [name, key], context);
      return [];
    }),
  );
}

const wholes = { retention: RetentionConfig, history: HistoryConfig } as const;

/** What stands under a key that is sound as a whole or not at all; null where it is not, or is not there. */
function wholeOf<Name extends keyof typeof wholes>(name: Name, expected: string, context: Context): z.infer<(typeof wholes)[Name]> | null {
  const found = getIn(context.json.value, [name]);
  if (found === undefined) return null;
  if (!isPlain(found)) complain([name], expected, context);
  const read = wholes[name].safeParse(found);
  if (read.success) return read.data as z.infer<(typeof wholes)[Name]>;
  if (isPlain(found)) for (const issue of read.error.issues) explain(issue, [name], context);
  return null;
}

function explain(issue: z.core.$ZodIssue, above: FieldPath, context: Context): void {
  const path = [...above, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  if (issue.code === "unrecognized_keys") for (const key of issue.keys) refuseKey([...path, key], context);
  else complain(path, issue.message, context);
}

function complain(path: FieldPath, expected: string, { json, report }: Context): void {
  const value = getIn(json.value, path);
  const where = `\`${formatPath(path)}\``;
  if (value === undefined) report.add({ code: "config/missing-key", message: `${where} is missing; expected ${expected}.`, span: json.spanOf(path), path });
  else report.add({ code: "config/invalid-value", message: `${where}: found ${show(value, path)}; expected ${expected}.${path.at(-1) === "kind" ? suggestion(String(value), path[0] === "channels" ? channelKinds : connectionKinds) : ""}`, span: json.spanOf(path), path });
}

const connectionKinds = ConnectionConfig.options.map((option) => option.shape.kind.value);
const channelKinds = ChannelConfig.options.map((option) => option.shape.kind.value);

/** A key that is not known in a connection may be the password with a slip in it: the connection is not used without. */
function refuseKey(path: FieldPath, { json, report }: Context): void {
  const kind = getIn(json.value, [...path.slice(0, 2), "kind"]);
  const options = path[0] === "channels" ? ChannelConfig.options : path[0] === "connections" ? ConnectionConfig.options : [];
  const option = options.find((one) => one.shape.kind.value === kind);
  const whole = Object.entries(wholes).find(([name]) => name === path[0])?.[1];
  const known = whole !== undefined ? Object.keys(whole.shape) : option && path.length === 3 ? Object.keys(option.shape) : ["env"];
  const message = `\`${formatPath(path)}\` is not known there; known are ${known.join(", ")}.${suggestion(String(path.at(-1)), known)} Remove it, or correct it.`;
  report.add({ code: "config/unknown-key", message, span: json.spanOf(path, "key"), path });
}

function checkSetting(key: string, value: unknown, context: Context): void {
  const path = ["settings", key];
  const allowed: readonly string[] = workspaceSettingKeys;
  const { json, report } = context;
  const expected = settingExpectation(key, value);
  if (!allowed.includes(key)) report.add({ code: "config/unknown-key", severity: "warning", message: `\`${formatPath(path)}\` cannot be set for a workspace, so it is not used; a workspace may set ${allowed.join(", ")}.${suggestion(key, allowed)}`, span: json.spanOf(path, "key"), path });
  else if (expected !== null) complain(path, expected, context);
}

function brokenOf(area: "connections" | "channels", config: WorkspaceConfig, context: Context): Map<string, Diagnostic> {
  const errors = context.report.diagnostics().filter(({ severity }) => severity === "error");
  return new Map(
    Object.keys(section(area, context)).flatMap((name) => {
      const field = formatPath([area, name]);
      const first = Object.hasOwn(config[area], name) ? undefined : errors.find((one) => one.field === field || one.field?.startsWith(`${field}.`) || one.field?.startsWith(`${field}[`));
      return first === undefined ? [] : [[name, first]];
    }),
  );
}

/** What stands there, short. What may be a secret is named by its type alone. */
function show(value: unknown, path: FieldPath = []): string {
  const [area, , ...rest] = path;
  // A connection written as one text is a URL, and may hold a password.
  const isSecret = area === "secrets" || area === "channels" || (area === "connections" && (path.length === 2 || rest.includes("password")));
  if (Array.isArray(value)) return "a list";
  if (value === null) return "null";
  if (typeof value === "object") return "an object";
  if (isSecret) return typeof value === "string" ? "a text" : `a ${typeof value}`;
  const text = String(value);
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return typeof value === "string" ? `the text ${JSON.stringify(short)}` : typeof value === "number" ? `the number ${short}` : short;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
