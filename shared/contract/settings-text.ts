/** A person's `settings.json` as it stands on the disk: what it says, and what of that does not count, each with its line. Pure. */
import { overrideProblem } from "../commands/key-map.ts";
import { nearest } from "../dag-file/did-you-mean.ts";
import { indexLines } from "../dag-file/line-index.ts";
import { readJson } from "../workspace-file/json-text.ts";
import { Settings, settingExpectation } from "./settings.ts";

export interface SettingsReading {
  /** False when the text is no JSON object: it is then never written over. */
  readonly ok: boolean;
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly string[];
}

/** @param file how the file is called in messages */
export function readSettingsText(text: string, file: string): SettingsReading {
  const lines = indexLines(text);
  const at = (offset: number): string => `${file}, line ${lines.at(offset).line}`;
  if (text.trim() === "") return { ok: true, values: {}, problems: [] };
  const read = readJson(text);
  if (!read.ok) return { ok: false, values: {}, problems: [`${at(read.span.start)}: ${read.message}`] };
  const { value } = read;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { ok: false, values: {}, problems: [`${at(0)}: must hold one object of settings such as {"theme": "dark"}.`] };
  const values = value as Record<string, unknown>;
  const problems = [
    ...read.repeated.map((path) => `${at(read.spanOf(path, "key").start)}: "${path.join(".")}" stands there twice; the last one counts.`),
    ...Object.entries(values).flatMap(([key, found]) => {
      const wrong = settingProblem(key, found);
      return wrong === null ? [] : [`${at(read.spanOf([key], wrong.at).start)}: ${wrong.message}`];
    }),
    ...Object.entries(keysIn(values)).flatMap(([id, keys]) => {
      const wrong = overrideProblem(id, keys);
      return wrong === null ? [] : [`${at(read.spanOf(["keys", id], "key").start)}: keys."${id}": ${wrong}.`];
    }),
  ];
  return { ok: true, values, problems };
}

function settingProblem(key: string, found: unknown): { readonly at: "key" | "value"; readonly message: string } | null {
  if (!Object.hasOwn(Settings.shape, key)) {
    const meant = nearest(key, Object.keys(Settings.shape));
    return { at: "key", message: `there is no setting "${key}"${meant === null ? "; it has no effect" : `; did you mean "${meant}"?`}.` };
  }
  const expected = key === "keys" && typeof found === "object" && found !== null && !Array.isArray(found) ? null : settingExpectation(key, found);
  return expected === null ? null : { at: "value", message: `${key}: found ${JSON.stringify(found)}; expected ${expected}.` };
}

function keysIn(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { keys } = values;
  return typeof keys === "object" && keys !== null && !Array.isArray(keys) ? (keys as Record<string, unknown>) : {};
}
