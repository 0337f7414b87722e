/** What PostgreSQL or the way to it reports, as SqlFailure. The server's text is data: it is shown, never read as anything else. */
import { messageOf } from "../../../shared/errors/app-error.ts";
import { SqlFailure } from "../session.ts";
import { fromCodePoints } from "../sql-text/position.ts";

interface ServerError {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly hint?: unknown;
  readonly position?: unknown;
  readonly severity?: unknown;
  readonly where?: unknown;
  readonly column?: unknown;
}

/** Classes of SQLSTATE that mean the connection, not the statement: connection, authorisation, no such database, shutdown, too many. */
const connectionState = /^(08|28|3D|57P0[1-4]|53300)/;

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

export function toFailure(error: unknown, sql: string): SqlFailure {
  if (error instanceof SqlFailure) return error;
  const facts: ServerError = typeof error === "object" && error !== null ? error : {};
  const code = text(facts.code) ?? "";
  const isServer = text(facts.severity) !== null;
  const kind = isServer && !connectionState.test(code) ? "sql" : "connection";
  // Its hint is to drop with CASCADE: not an advice to pass on.
  const hint = code === "2BP01" ? null : text(facts.hint);
  const detail = [text(facts.detail), hint].filter((part) => part !== null).join("; ");
  const position = Number(facts.position);
  return new SqlFailure({
    kind,
    code,
    message: messageOf(error) || code || "the connection was lost",
    detail: detail === "" ? null : detail,
    context: text(facts.where),
    column: text(facts.column),
    offset: position > 0 ? fromCodePoints(sql, position - 1) : null,
  });
}
