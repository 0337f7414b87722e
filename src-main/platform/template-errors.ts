/** Turns the interpreter's error text into one that says where, what was found, what is defined and what to write. */
import { AppError } from "../../shared/errors/app-error.ts";
import { nearest } from "../../shared/dag-file/did-you-mean.ts";

type Place = { line: number; column: number; found: string };
const maxNames = 20;

export function templateError(thrown: unknown, template: string, context: Readonly<Record<string, unknown>>): AppError {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  // Everything after the first line is a picture of the template and the context; the context may hold secrets.
  const what = (text.split("\n")[0] ?? text).replace(/ \(in <string>:\d+\)$/, "");
  const place = placeOf(text, template);
  const where = place === null ? "Template" : `Template line ${place.line}, column ${place.column}`;
  const problem = sayText(what, template, place, context) ?? explain(what, place, context);
  return new AppError("template/failed", `${where}: ${problem}`, place === null ? {} : { ...place });
}

/** The interpreter draws the line and points at the words with carets. */
function placeOf(text: string, template: string): Place | null {
  const drawn = /^ *(\d+) > .*\n {5}i (\s*)(\^+)/m.exec(text);
  const line = Number(drawn?.[1] ?? /\(in <string>:(\d+)\)/.exec(text)?.[1] ?? 0);
  if (line === 0) return null;
  const start = drawn?.[2]?.length ?? 0;
  const source = template.split("\n")[line - 1] ?? "";
  const found = drawn ? source.slice(start, start + (drawn[3]?.length ?? 0)) : source.trim();
  return { line, column: start + 1, found: found.slice(0, 80) };
}

function explain(what: string, place: Place | null, context: Readonly<Record<string, unknown>>): string {
  const found = place === null ? "" : ` at "${place.found}"`;
  if (what.includes("out of fuel")) return "it did not end within its step limit; look for a loop over too many items.";
  if (what === "undefined value" && place !== null) return explainUndefined(place.found, context);
  if (what.startsWith("unknown filter")) return `${what}${found}; use one of Jinja's filters or ds, ds_nodash, ts, ts_nodash, format.`;
  return `${what}${found}.`;
}

/** In Airflow these words are dates with methods; here they are text. Null where that is not what is wrong. */
function sayText(what: string, template: string, place: Place | null, context: Readonly<Record<string, unknown>>): string | null {
  const isCall = what.startsWith("unknown method");
  if (place === null || !(isCall || what.includes("undefined"))) return null;
  // The place of a method is its dot, that of a member its owner.
  const line = template.split("\n")[place.line - 1] ?? "";
  const whole = `${/[A-Za-z_][\w.]*$/.exec(line.slice(0, place.column - 1))?.[0] ?? ""}${place.found}`;
  const [, word = "", member = ""] = (isCall ? /^([A-Za-z_]\w*)\.([A-Za-z_]\w*)\(/ : /^([A-Za-z_]\w*)\.([A-Za-z_]\w*)(?![\w(])/).exec(whole) ?? [];
  const value = Object.hasOwn(context, word) ? context[word] : undefined;
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value)) return null;
  return `"${word}" is text such as 2026-01-31 or 2026-01-31T04:30:00+00:00 and has no ${member}; take what you need out of it ({{ ds[:4] }} is the year, {{ ds[5:7] }} the month, {{ ds[8:] }} the day), and what a calendar must tell in a PythonTask.`;
}

/** Follows the dotted words through the context to the first that is not there. */
function explainUndefined(found: string, context: Readonly<Record<string, unknown>>): string {
  const words = /^[A-Za-z_]\w*(\.\w+)*/.exec(found)?.[0].split(".") ?? [];
  let at: unknown = context;
  let parent = "";
  for (const word of words) {
    if (!isRecord(at)) break;
    if (!Object.hasOwn(at, word)) return sayMissing(word, parent, at);
    at = at[word];
    parent = parent === "" ? word : `${parent}.${word}`;
  }
  return `"${found}" is not defined; use a defined name, or give it a default: {{ name | default('…') }}.`;
}

function sayMissing(word: string, parent: string, at: Readonly<Record<string, unknown>>): string {
  const full = parent === "" ? word : `${parent}.${word}`;
  const names = Object.keys(at).sort();
  const inside = parent === "" ? "defined are" : `${parent} has`;
  const shown = names.slice(0, maxNames).join(", ") + (names.length > maxNames ? `, … (${names.length})` : "");
  const guess = nearest(word, names);
  const advice = guess === null ? "" : ` Did you mean ${parent === "" ? guess : `${parent}.${guess}`}?`;
  return `"${full}" is not defined; ${names.length === 0 ? `${parent || "the context"} is empty` : `${inside} ${shown}`}.${advice}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
