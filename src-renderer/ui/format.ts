/** Durations, instants, counts and bytes as text. Pure; the zone is an argument. */
import { t } from "../strings/t.ts";
import { language } from "../strings/language.ts";

/** `12 ms`, `3.4 s`, `2 min 05 s`, `3 h 07 min`, `4 d 2 h`. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 1000) return t("{{ms}} ms", { ms: Math.round(ms) });
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return t("{{seconds}} min {{pad}} s", { seconds: Math.floor(seconds / 60), pad: pad(seconds % 60) });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1440) return t("{{minutes}} h {{pad}} min", { minutes: Math.floor(minutes / 60), pad: pad(minutes % 60) });
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** The middle and the slow end of many times: `14 ms at p50, 1.2 s at p95`. */
export function formatQuantiles({ p50, p95 }: { readonly p50: number; readonly p95: number }): string {
  return t("{{p50}} at p50, {{p95}} at p95", { p50: formatDuration(p50), p95: formatDuration(p95) });
}

/** How long something has been going: whole seconds, since it moves once a second. `0 s`, `42 s`, `2 min 05 s`. */
export function formatGoing(durationMs: number): string {
  const seconds = Math.floor(Math.max(0, durationMs) / 1000);
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

const steps: readonly (readonly [limitMs: number, unitMs: number, name: string])[] = [
  [3_600_000, 60_000, "min"],
  [86_400_000, 3_600_000, "h"],
  [30 * 86_400_000, 86_400_000, "d"],
  [365 * 86_400_000, 30 * 86_400_000, "mo"],
  [Number.POSITIVE_INFINITY, 365 * 86_400_000, "y"],
];

/** `just now`, `42 s ago`, `in 5 min`, `3 d ago`. */
export function formatRelative(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance < 60_000) {
    const seconds = Math.floor(distance / 1000);
    if (seconds < 5) return at > now ? t("in a moment") : t("just now");
    return inOrAgo(`${seconds} s`, at > now);
  }
  const [, unit, name] = steps.find(([limit]) => distance < limit) ?? [0, 60_000, "min"];
  return inOrAgo(`${Math.floor(distance / unit)} ${name}`, at > now);
}

/** The clock of the screen moves once a second: what has happened since is no future, and what is due is not past while it is late. */
export function formatAgo(at: number, now: number): string {
  return formatRelative(Math.min(at, now), now);
}

export function formatUpcoming(at: number, now: number): string {
  return formatRelative(Math.max(at, now + 1), now);
}

function inOrAgo(text: string, future: boolean): string {
  return future ? t("in {{text}}", { text }) : t("{{text}} ago", { text });
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string | undefined): Intl.DateTimeFormat {
  const key = zone ?? "";
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  formatters.set(key, made);
  return made;
}

/** `2026-11-21 04:20:09 UTC`, in the zone given; undefined is the zone of this machine. */
export function formatInstant(at: number, zone: string | undefined): string {
  const parts = Object.fromEntries(formatterFor(zone).formatToParts(at).map((part) => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second} ${parts.timeZoneName}`;
}

const counts = new Intl.NumberFormat(language);

/** `1,234,567`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** `512 B`, `1.5 KiB`, `3.2 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
