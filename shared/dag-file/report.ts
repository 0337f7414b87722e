/** Collects the diagnostics of one file: every problem once, in file order, with a bound on their number. */
import type { TextSpan } from "../document/text-change.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { limits } from "./limits.ts";
import type { LineIndex } from "./line-index.ts";

export type Span = TextSpan;

export interface Problem {
  readonly code: string;
  readonly severity?: Diagnostic["severity"];
  readonly message: string;
  readonly span: Span;
  readonly path?: FieldPath;
}

export interface Report {
  add(problem: Problem): void;
  hasErrors(): boolean;
  diagnostics(): Diagnostic[];
}

export function openReport(file: string, lines: LineIndex): Report {
  const found: { at: number; diagnostic: Diagnostic }[] = [];
  let errors = 0;
  let dropped = 0;
  return {
    add(problem) {
      const diagnostic = place(problem, file, lines);
      if (diagnostic.severity === "error") errors++;
      if (found.length >= limits.diagnostics) dropped++;
      else found.push({ at: problem.span.start, diagnostic });
    },
    hasErrors: () => errors > 0,
    diagnostics() {
      const sorted = found.toSorted((a, b) => a.at - b.at).map((one) => one.diagnostic);
      return dropped === 0 ? sorted : [...sorted, remainder(file, dropped)];
    },
  };
}

/** The same report, deaf to what lies at or behind an offset. */
export function reportBefore(offset: number, report: Report): Report {
  return {
    ...report,
    add(problem) {
      if (problem.span.start < offset) report.add(problem);
    },
  };
}

/** A message quotes what was found, and that may be megabytes. */
const longestMessage = 600;

function place(problem: Problem, file: string, lines: LineIndex): Diagnostic {
  const start = lines.at(problem.span.start);
  const end = lines.at(problem.span.end);
  return {
    code: problem.code,
    severity: problem.severity ?? "error",
    message: problem.message.length > longestMessage ? `${problem.message.slice(0, longestMessage)}…` : problem.message,
    file,
    ...start,
    endLine: end.line,
    endColumn: end.column,
    ...(problem.path && problem.path.length > 0 ? { field: formatPath(problem.path) } : {}),
  };
}

/** Those that a person gets to see of what was found by going through a file, and how many more there are. */
export function bounded(found: readonly Diagnostic[], file: string): Diagnostic[] {
  const more = found.length - limits.diagnostics;
  return more <= 0 ? [...found] : [...found.slice(0, limits.diagnostics), remainder(file, more)];
}

function remainder(file: string, count: number): Diagnostic {
  const message = `${count} more problems are not shown; mend the ones above first.`;
  return { code: "dag/more-problems", severity: "info", message, file, line: 1, column: 1 };
}
