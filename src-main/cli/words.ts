/** States, durations, instants and tables as the terminal shows them. */
import { stripVTControlCharacters } from "node:util";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import type { RunState, TaskState } from "../../shared/model/states.ts";
import type { Colors } from "./context.ts";

type State = RunState | TaskState;
type Color = "green" | "red" | "yellow" | "cyan" | "magenta" | "dim";

const looks: Readonly<Record<State, readonly [icon: string, color: Color]>> = {
  none: ["·", "dim"],
  scheduled: ["○", "dim"],
  queued: ["○", "yellow"],
  running: ["●", "cyan"],
  success: ["✓", "green"],
  failed: ["✗", "red"],
  up_for_retry: ["↻", "yellow"],
  up_for_reschedule: ["↻", "yellow"],
  deferred: ["◌", "magenta"],
  upstream_failed: ["⊘", "red"],
  skipped: ["–", "dim"],
  removed: ["–", "dim"],
  interrupted: ["!", "magenta"],
};

/** Icon and word, so that no meaning hangs on colour alone. */
export function stateText(state: State, paint: Colors): string {
  const [icon, color] = looks[state];
  return paint[color](`${icon} ${state}`);
}

export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours} h ${String(minutes).padStart(2, "0")} m` : `${minutes} m ${String(seconds % 60).padStart(2, "0")} s`;
}

export function bytesText(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const unit = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return bytes === 1 ? "1 byte" : `${Number((bytes / 1024 ** unit).toFixed(1))} ${units[unit]}`;
}

export function isoOf(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

/** Columns padded to the widest cell; the last is left ragged. A row is one line, whatever a cell says. */
export function tableText(table: readonly (readonly string[])[]): string[] {
  const rows = table.map((row) => row.map((cell) => cell.replaceAll(/\s*[\n\t]\s*/g, " ")));
  const widths: number[] = [];
  for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  return rows.map((row) => row.map((cell, index) => (index === row.length - 1 ? cell : cell + " ".repeat((widths[index] ?? 0) - widthOf(cell)))).join("  ").trimEnd());
}

/** Text from files, logs and names must not steer the terminal: control characters become visible or go. */
export function harmless(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is removed
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\u{fffd}");
}

/** What fits on a line of a list; the log has the rest. */
export function firstLine(text: string): string {
  const [first = "", ...rest] = harmless(text).trim().split("\n");
  return rest.length === 0 ? first : `${first} …`;
}

/** `file:line:column: warning: message [code]`, as compilers write it and editors read it. */
export function diagnosticText({ file, line, column, severity, message, code }: Diagnostic, paint?: Colors): string {
  const colors = { error: paint?.red, warning: paint?.yellow, info: paint?.dim };
  const inColor = colors[severity] ?? String;
  return `${harmless(file)}:${line}:${column}: ${inColor(severity)}: ${harmless(message)} ${(paint?.dim ?? String)(`[${code}]`)}`;
}

/** The fields that scripts may rely on. */
export function diagnosticJson({ file, line, column, code, severity, message }: Diagnostic): Omit<Diagnostic, "endLine" | "endColumn" | "field"> {
  return { file, line, column, code, severity, message };
}

export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function widthOf(cell: string): number {
  return [...stripVTControlCharacters(cell)].length;
}
