/** The log file of one job: lines with UTC times, secrets masked, written at once so that a killed host leaves its story. */
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

export interface JobLog {
  line(text: string): void;
}

export function openJobLog(path: string, mask: (text: string) => string): JobLog {
  mkdirSync(dirname(path), { recursive: true });
  return {
    line(text) {
      const at = new Date().toISOString();
      const lines = mask(text)
        .split("\n")
        .map((line) => `${at} ${line}\n`);
      appendFileSync(path, lines.join(""));
    },
  };
}

export function countText(count: number): string {
  return count.toLocaleString("en-US");
}

export function rowsText(count: number): string {
  return `${countText(count)} ${count === 1 ? "row" : "rows"}`;
}

export function spanText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 60_000 ? 2 : 0)} s`;
}
