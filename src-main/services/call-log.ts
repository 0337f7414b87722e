/** The log of a try that is no process: lines with UTC times, secrets masked, written at once so that an engine that dies leaves its story. */
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { maskSecrets } from "../core/secret-text.ts";

export interface CallLog {
  line(text: string): void;
}

export function openCallLog(path: string, secrets: readonly string[]): CallLog {
  mkdirSync(dirname(path), { recursive: true });
  return {
    line(text) {
      const at = new Date().toISOString();
      const lines = maskSecrets(text, secrets).split(/\r?\n/).map((line) => `${at} ${line}\n`);
      appendFileSync(path, lines.join(""));
    },
  };
}
