/**
 * Judges a time zone name: does every machine and Airflow know it, and is it one a person should still write?
 * Uses the zone data of the JavaScript engine; owns no zone data but the list of old names.
 */
export type ZoneVerdict = { ok: true; note?: string } | { ok: false; message: string };

/** Names without "/" from the tz database's first years: abbreviations with rules, and one-word countries. */
const oldNames: Readonly<Record<string, string>> = {
  EST5EDT: "America/New_York",
  CST6CDT: "America/Chicago",
  MST7MDT: "America/Denver",
  PST8PDT: "America/Los_Angeles",
  EST: "America/Panama",
  MST: "America/Phoenix",
  HST: "Pacific/Honolulu",
  WET: "Europe/Lisbon",
  CET: "Europe/Brussels",
  MET: "Europe/Brussels",
  EET: "Europe/Athens",
  Cuba: "America/Havana",
  Egypt: "Africa/Cairo",
  Eire: "Europe/Dublin",
  GB: "Europe/London",
  "GB-Eire": "Europe/London",
  Hongkong: "Asia/Hong_Kong",
  Iceland: "Atlantic/Reykjavik",
  Iran: "Asia/Tehran",
  Israel: "Asia/Jerusalem",
  Jamaica: "America/Jamaica",
  Japan: "Asia/Tokyo",
  Kwajalein: "Pacific/Kwajalein",
  Libya: "Africa/Tripoli",
  NZ: "Pacific/Auckland",
  "NZ-CHAT": "Pacific/Chatham",
  Navajo: "America/Denver",
  PRC: "Asia/Shanghai",
  Poland: "Europe/Warsaw",
  Portugal: "Europe/Lisbon",
  ROC: "Asia/Taipei",
  ROK: "Asia/Seoul",
  Singapore: "Asia/Singapore",
  Turkey: "Europe/Istanbul",
  "W-SU": "Europe/Moscow",
  GMT: "UTC",
  "GMT+0": "UTC",
  "GMT-0": "UTC",
  GMT0: "UTC",
  Greenwich: "UTC",
  UCT: "UTC",
  Universal: "UTC",
  Zulu: "UTC",
};
const oldRegions = /^(US|Canada|Brazil|Chile|Mexico)\//;
const offset = /^[+-]\d/;

/**
 * Verdicts by name: a workspace of 10,000 DAGs asks for the same few zones with every file and every next run, and the lists that an
 * answer needs take a millisecond to make. Bounded, because names come from files.
 */
const verdicts = new Map<string, ZoneVerdict>();
const mostVerdicts = 500;

/** Unknown or empty: an error. A legacy name such as EST5EDT: fine, with a note that says what to write today. */
export function checkTimeZone(zone: string): ZoneVerdict {
  const known = verdicts.get(zone);
  if (known !== undefined) return known;
  const verdict = judge(zone);
  if (verdicts.size >= mostVerdicts) verdicts.clear();
  verdicts.set(zone, verdict);
  return verdict;
}

function judge(zone: string): ZoneVerdict {
  const refuse = (problem: string): ZoneVerdict => ({ ok: false, message: `Time zone "${shorten(zone)}": ${problem}` });
  const advice = "use an IANA name such as America/New_York, or UTC";
  if (zone.trim() === "") return refuse(`it is empty; ${advice}.`);
  if (zone !== zone.trim()) return refuse(`it has a space at its start or end; write "${zone.trim()}".`);
  if (offset.test(zone)) return refuse(`it is an offset, which knows no daylight saving; ${advice}.`);
  const known = canonicalOf(zone);
  if (known === null) return refuse(`it is not a known time zone; ${suggestion(zone) ?? advice}.`);
  const respelled = exactSpelling(zone);
  if (respelled !== null && respelled !== zone) {
    return refuse(`its letters' case differs from the name Airflow knows; write "${respelled}".`);
  }
  if (zone === "UTC") return { ok: true };
  const today = oldNames[zone] ?? (oldRegions.test(zone) ? known : undefined);
  if (today !== undefined) return { ok: true, note: `Time zone "${zone}" is a legacy name; "${today}" says the same today.` };
  // Names without a region that are in no list of ours (JST, IST, …) are aliases only JavaScript knows.
  return zone.includes("/") ? { ok: true } : refuse(`it is an abbreviation that Airflow does not know; write "${known}".`);
}

/** The engine's own name for the zone, or null when it knows none. */
function canonicalOf(zone: string): string | null {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** The listed name that differs at most in case; null when the lists hold none (aliases cannot be listed). */
function exactSpelling(zone: string): string | null {
  const wanted = zone.toLowerCase();
  return knownNames().find((name) => name.toLowerCase() === wanted) ?? null;
}

function suggestion(zone: string): string | null {
  const bare = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, "");
  const wanted = bare(zone);
  if (wanted.length < 3) return null;
  const hit =
    knownNames().find((name) => bare(name) === wanted) ??
    knownNames().find((name) => bare(name.slice(name.lastIndexOf("/") + 1)) === wanted);
  return hit === undefined ? null : `did you mean "${hit}"`;
}

function knownNames(): readonly string[] {
  return ["UTC", ...Object.keys(oldNames), ...Intl.supportedValuesOf("timeZone")];
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
