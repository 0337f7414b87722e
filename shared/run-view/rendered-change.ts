/**
 * Which rendered fields are different in two runs. A run's own dates are in most texts, so a field that is the same once each
 * date is counted from its own run (and each run's id is left out) is told apart from one that really changed. Pure.
 */
import type { RenderedField, RunSummary } from "../model/run.ts";

export interface RenderedChange {
  /** Really another text, or only in one of the runs. */
  readonly fields: readonly string[];
  /** Another text only because each run has its own dates and id. */
  readonly dated: readonly string[];
}

export type OwnDates = Pick<RunSummary, "runId" | "logicalDate" | "dataIntervalStart" | "dataIntervalEnd" | "queuedAt">;

/** Says what is different in the texts of two runs. It remembers which dates are as far from their runs as each other: there are few of them. */
export class RenderedComparer {
  readonly #before: OwnDates;
  readonly #after: OwnDates;
  readonly #known = new Map<string, boolean>();

  constructor(before: OwnDates, after: OwnDates) {
    this.#before = before;
    this.#after = after;
  }

  change(before: readonly RenderedField[], after: readonly RenderedField[]): RenderedChange | null {
    const old = new Map(before.map(({ name, text }) => [name, text]));
    const now = new Map(after.map(({ name, text }) => [name, text]));
    const fields: string[] = [];
    const dated: string[] = [];
    for (const name of new Set([...now.keys(), ...old.keys()])) {
      const [one, other] = [old.get(name), now.get(name)];
      if (one === other) continue;
      (one !== undefined && other !== undefined && this.isSameButForDates(one, other) ? dated : fields).push(name);
    }
    return fields.length + dated.length === 0 ? null : { fields, dated };
  }

  isSameButForDates(before: string, after: string): boolean {
    const [old, now] = [withoutDates(before, this.#before), withoutDates(after, this.#after)];
    return old.text === now.text && old.dates.length === now.dates.length && old.dates.every((one, at) => this.#isSameDate(one, now.dates[at] ?? ""));
  }

  #isSameDate(before: string, after: string): boolean {
    if (before === after) return true;
    const key = `${before}\n${after}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const isSame = isSameOffset({ run: this.#before, text: before }, { run: this.#after, text: after });
    this.#known.set(key, isSame);
    return isSame;
  }
}

/** `2026-01-31`, `20260131`, each with a time behind it or none; not inside of a longer number. */
const date = /(?<!\d)\d{4}(?:-\d{2}-\d{2}|\d{4})(?:[T ]\d{2}:?\d{2}(?::?\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)/g;

/** The rest of the text, with a mark for each date that says how it is written, and one for the run's own id. */
function withoutDates(text: string, { runId }: OwnDates): { readonly text: string; readonly dates: readonly string[] } {
  const dates: string[] = [];
  const plain = runId !== "" && text.includes(runId) ? text.replaceAll(runId, "\u{0}run\u{0}") : text;
  const rest = plain.replace(date, (found) => {
    dates.push(found);
    return found[4] === "-" ? "\u{0}-" : "\u{0}";
  });
  return { text: rest, dates };
}

const second = 1000;
const day = 86_400_000;

/** Counted from one of the run's instants, both dates are equally far. */
function isSameOffset(before: { readonly run: OwnDates; readonly text: string }, after: { readonly run: OwnDates; readonly text: string }): boolean {
  const [old, now] = [readDate(before.text), readDate(after.text)];
  if (old === null || now === null || old.isDay !== now.isDay) return false;
  const offset = ({ at, isDay }: { at: number; isDay: boolean }, base: number): number => (isDay ? at / day - Math.floor(base / day) : at - base);
  const slack = old.isDay ? 0 : second - 1;
  return basesOf(before.run).some((base, at) => {
    const other = basesOf(after.run)[at];
    return base !== null && other != null && Math.abs(offset(old, base) - offset(now, other)) <= slack;
  });
}

function basesOf(run: OwnDates): readonly (number | null)[] {
  return [run.logicalDate, run.dataIntervalStart, run.dataIntervalEnd, run.logicalDate === null ? run.queuedAt : null];
}

/** Milliseconds, in UTC where the text names no zone; null where the digits are no date. */
function readDate(text: string): { at: number; isDay: boolean } | null {
  const digits = text.replace(/^(\d{4})-?(\d{2})-?(\d{2})/, "$1-$2-$3");
  const [ymd, rest] = [digits.slice(0, 10), digits.slice(11)];
  if (rest === "") return instantOf(Date.parse(`${ymd}T00:00:00Z`), true);
  const time = /^(\d{2}):?(\d{2})(?::?(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:?\d{2})?$/.exec(rest);
  if (time === null) return null;
  const zone = time[4] === undefined ? "Z" : time[4].replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  return instantOf(Date.parse(`${ymd}T${time[1]}:${time[2]}:${time[3] ?? "00"}${zone}`), false);
}

function instantOf(at: number, isDay: boolean): { at: number; isDay: boolean } | null {
  return Number.isNaN(at) ? null : { at, isDay };
}
