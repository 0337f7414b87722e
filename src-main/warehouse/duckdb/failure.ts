/** What DuckDB reports, as SqlFailure. Connections ask for errors as JSON, which holds a position in bytes. */
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

export function toFailure(error: unknown, sql: string): SqlFailure {
  if (error instanceof SqlFailure) return error;
  const message = messageOf(error);
  const report = parseReport(message);
  if (report === null) return new SqlFailure({ kind: "sql", message });
  const type = report.exception_type ?? "";
  const text = `${type} error: ${report.exception_message ?? message}`;
  return new SqlFailure({ kind: "sql", message: text, code: type, offset: report.position === undefined ? null : fromBytes(sql, Number(report.position)) });
}
