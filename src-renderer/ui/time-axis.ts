/** Words for the marks of a time axis: the clock of a zone, or what has passed since a zero. Pure. */
import { t } from "../strings/t.ts";

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string | undefined): Intl.DateTimeFormat {
  const key = zone ?? "";
  const known = clocks.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  clocks.set(key, made);
  return made;
}

function partsOf(at: number, zone: string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(clockOf(zone).formatToParts(at).map((part) => [part.type, part.value]));
}

/** How far the zone's clock is ahead of UTC then; undefined is the zone of this machine. */
export function offsetOf(at: number, zone: string | undefined): number {
  const { year, month, day, hour, minute, second } = partsOf(at, zone);
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return wall - Math.floor(at / 1000) * 1000;
}

/** As much of date and time as marks `stepMs` apart need: `11-21` of days, `09:41`, `09:41:03`, `09:41:03.250`. */
export function clockText(at: number, zone: string | undefined, stepMs: number): string {
  const { month, day, hour, minute, second } = partsOf(at, zone);
  if (stepMs >= 86_400_000) return `${month}-${day}`;
  if (stepMs >= 60_000) return `${hour}:${minute}`;
  const whole = `${hour}:${minute}:${second}`;
  return stepMs >= 1000 ? whole : `${whole}.${String(((at % 1000) + 1000) % 1000 | 0).padStart(3, "0")}`;
}

/** The mark of a day's beginning: `2026-11-21`. */
export function dateText(at: number, zone: string | undefined): string {
  const { year, month, day } = partsOf(at, zone);
  return `${year}-${month}-${day}`;
}

/** `0 s`, `+1.5 s`, `+2 min 05 s`, `+1 h 30 min`; before zero with a minus. */
export function sinceText(ms: number, stepMs: number): string {
  const sign = ms === 0 ? "" : ms < 0 ? "−" : "+";
  const spent = Math.abs(ms);
  if (stepMs < 1000 && spent < 60_000) return `${sign}${(spent / 1000).toFixed(stepMs < 10 ? 3 : stepMs < 100 ? 2 : 1)} s`;
  const seconds = Math.round(spent / 1000);
  if (seconds < 60) return `${sign}${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const pad = (value: number): string => String(value).padStart(2, "0");
  if (minutes < 60) return rest === 0 && stepMs >= 60_000 ? t("{{sign}}{{minutes}} min", { sign, minutes }) : t("{{sign}}{{minutes}} min {{seconds}} s", { sign, minutes, seconds: pad(rest) });
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 && stepMs >= 3_600_000 ? `${sign}${hours} h` : t("{{sign}}{{hours}} h {{minutes}} min", { sign, hours, minutes: pad(minutes % 60) });
}
