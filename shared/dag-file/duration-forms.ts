/** Durations as a file has them. */
import { z } from "zod";
import { parseDuration } from "../base/duration.ts";

/** Those that pass the test, in milliseconds; `error` says what is right. */
export function durationForm(test: (ms: number) => boolean, error: string) {
  const isGood = (value: string | number): boolean => {
    const ms = parseDuration(value);
    return ms !== null && test(ms);
  };
  return z.union([z.number().refine(isGood, { error }), z.string().refine(isGood, { error })], { error });
}

export const DurationForm = durationForm(() => true, "a duration such as 30s, 10m, 1h30m or 2d, or a number of seconds");
/** What may not be nothing. */
export const SpanForm = durationForm((ms) => ms > 0, "a duration such as 30s, 10m, 1h30m or 2d, longer than nothing");
