/** What DuckDB reports, as SqlFailure. Connections ask for errors as JSON, which holds a position in bytes. */
import { existsSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import { messageOf } from "../../../shared/errors/app-error.ts";
import { SqlFailure } from "../session.ts";
import { fromBytes } from "../sql-text/position.ts";

interface Reported {
  readonly exception_type?: string;
  readonly exception_message?: string;
  readonly position?: string;
}

function parseReport(message: string): Reported | null {
  const start = message.indexOf('{"exception_type"');
  if (start < 0) return null;
  try {
    return JSON.parse(message.slice(start)) as Reported;
  } catch {
    return null; // the text merely looks like a report: it is shown as it is
  }
}

const shownLine = 200;

/**
 * DuckDB tells of a bad line in a CSV file at length, with every option of its reader. What a person needs is the file,
 * the line, the reason, and what DuckDB advises.
 */
function inShort(message: string): string {
  const match = /^CSV Error on Line: (\d+)\n(?:Original Line: (.*)\n)?/.exec(message);
  if (match === null) return withFolder(message);
  const [start, line, original] = match;
  const rest = message.slice(start.length).split("\n");
  const reason = rest.map((each) => each.trim()).find((each) => /^(Error when|Expected|Value with|Invalid|Maximum)/.test(each)) ?? rest[0]?.trim() ?? "";
  const file = /^\s*file = (.*)$/m.exec(message)?.[1] ?? "CSV file";
  const advice = rest.filter((each) => each.startsWith("* "));
  // DuckDB proposes UTF-16, which is seldom what a file of an older program is.
  if (reason.includes("not utf-8 encoded")) advice.push(`* Name its encoding, 'latin-1' or 'utf-16': read_csv('${file.replaceAll("'", "''")}', encoding = 'latin-1')`);
  return [`${file}, line ${line}: ${reason}${original === undefined ? "" : ` in: ${original.slice(0, shownLine)}`}`, ...advice].join("\n");
}

/** DuckDB names the file that it cannot write, when what is not there is its folder. */
function withFolder(message: string): string {
  const path = /^Cannot open file "(.+)": (?:No such file or directory|The system cannot find the path specified)/s.exec(message)?.[1];
  if (path === undefined || path.includes("://")) return message;
  const folder = dirname(path);
  if (existsSync(folder)) return message;
  const from = isAbsolute(path) ? "" : ` The path begins at ${process.cwd()}.`;
  return `Cannot open file "${path}": folder "${folder}" is not there; make it, or name one that is.${from}`;
}

export function toFailure(error: unknown, sql: string): SqlFailure {
  if (error instanceof SqlFailure) return error;
  const message = messageOf(error);
  const report = parseReport(message);
  if (report === null) return new SqlFailure({ kind: "sql", message });
  const type = report.exception_type ?? "";
  const text = `${type} error: ${inShort(report.exception_message ?? message)}`;
  return new SqlFailure({ kind: "sql", message: text, code: type, offset: report.position === undefined ? null : fromBytes(sql, Number(report.position)) });
}
