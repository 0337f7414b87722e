/** The filters and the one function that templates get beyond Jinja's own: Airflow's date filters, `format`, `xcom_pull`. */
import type { Environment } from "minijinja-js";
import { messageOf } from "../../shared/errors/app-error.ts";

/** Where `buildTemplateContext` keeps the XComs in one form: task → key → value. */
export type XComTable = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Airflow's filters on an ISO text (or anything Date reads). */
const dateFilters: Readonly<Record<string, (iso: string) => string>> = {
  ds: (iso) => iso.slice(0, 10),
  ds_nodash: (iso) => iso.slice(0, 10).replaceAll("-", ""),
  ts: (iso) => iso,
  ts_nodash: (iso) => iso.slice(0, 19).replaceAll(/[-:]/g, ""),
  ts_nodash_with_tz: (iso) => iso.replaceAll(/[-:]/g, ""),
};

/** The render under way, as the words see it. */
export type Render = { xcoms: XComTable; /** The first thing a word had to complain about. */ problem: string | null };

/** Registers them. `current` answers with the render under way. */
export function addWords(environment: Environment, current: () => Render): void {
  /** An exception would end the interpreter itself, so it is noted here and thrown after the render. */
  const noting =
    <A extends unknown[]>(word: (...given: A) => unknown) =>
    (...given: A): unknown => {
      try {
        return word(...given);
      } catch (thrown) {
        current().problem ??= messageOf(thrown);
        return null;
      }
    };
  for (const [name, apply] of Object.entries(dateFilters)) {
    environment.addFilter(name, noting((value: unknown) => apply(String(value))));
  }
  environment.addFilter("format", noting((pattern: unknown, ...values: unknown[]) => printf(String(pattern), values)));
  environment.addGlobal("xcom_pull", noting((...given: unknown[]) => pullXCom(current().xcoms, given)));
  // It prints the whole context, values that may be secret included.
  environment.removeGlobal("debug");
}

/** `xcom_pull(task_ids='a', key='b', default=…)`; a list of ids gives a list. Only looks up data. */
function pullXCom(xcoms: XComTable, given: readonly unknown[]): unknown {
  const last = given.at(-1);
  const named = last instanceof Map ? last : new Map<string, unknown>();
  const plain = last instanceof Map ? given.slice(0, -1) : given;
  const ids: unknown = named.get("task_ids") ?? plain[0];
  const key = String(named.get("key") ?? plain[1] ?? "return_value");
  const one = (id: unknown): unknown => {
    const pushed = xcoms[String(id)];
    if (pushed !== undefined && Object.hasOwn(pushed, key)) return pushed[key];
    if (named.has("default")) return named.get("default");
    throw new Error(`xcom_pull: task "${String(id)}" pushed no "${key}"${knownOf(xcoms, String(id))}; give default=… if it may be missing`);
  };
  return Array.isArray(ids) ? ids.map(one) : one(ids);
}

function knownOf(xcoms: XComTable, id: string): string {
  const keys = Object.keys(xcoms[id] ?? {});
  if (keys.length > 0) return ` (it pushed ${keys.join(", ")})`;
  const tasks = Object.keys(xcoms);
  return tasks.length === 0 ? " (no task pushed anything yet)" : ` (values exist of ${tasks.slice(0, 10).join(", ")})`;
}

/** The part of Python's `%` formatting that templates use: %s %d %i %f %x %%, with flags, width and precision. */
export function printf(pattern: string, values: readonly unknown[]): string {
  let next = 0;
  return pattern.replaceAll(/%([-0+]*)(\d{0,4})(?:\.(\d{1,2}))?([sdifx%])/g, (_, flags: string, width: string, precision: string, kind: string) => {
    if (kind === "%") return "%";
    if (next >= values.length) throw new Error(`format: "${pattern}" needs more than ${values.length} values`);
    const text = printOne(values[next++], kind, precision === undefined ? null : Number(precision));
    const signed = flags.includes("+") && kind !== "s" && !text.startsWith("-") ? `+${text}` : text;
    if (flags.includes("-")) return signed.padEnd(Number(width));
    if (!flags.includes("0") || kind === "s") return signed.padStart(Number(width));
    const sign = /^[-+]/.exec(signed)?.[0] ?? "";
    return sign + signed.slice(sign.length).padStart(Number(width) - sign.length, "0");
  });
}

function printOne(value: unknown, kind: string, precision: number | null): string {
  if (kind === "s") return precision === null ? String(value) : String(value).slice(0, precision);
  if (kind !== "f" && typeof value === "bigint") return value.toString(kind === "x" ? 16 : 10);
  const number = Number(value);
  if (typeof value === "string" || !Number.isFinite(number)) throw new Error(`format: "${String(value)}" is not a number, %${kind} needs one`);
  if (kind === "f") return number.toFixed(precision ?? 6);
  return Math.trunc(number).toString(kind === "x" ? 16 : 10);
}
