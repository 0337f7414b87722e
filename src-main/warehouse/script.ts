/**
 * A plain SQL script: its statements in order, in one transaction where the database allows that; otherwise each
 * commits by itself and the log says so. Checks (of kind sql) follow after the commit.
 */
import type { RenderedCheck } from "../ports/sql-host.ts";
import type { CheckResult } from "../../shared/model/run.ts";
import { failingChecks, mayPublish, runChecks } from "./checks/run-checks.ts";
import { rowsText } from "./job-log.ts";
import { sendPart } from "./send-part.ts";
import { JobFailure } from "./job-failure.ts";
import { type LoadContext, step, timed } from "./load/load-work.ts";
import type { Session } from "./session.ts";
import { actWords, leadingWords, type Statement } from "../../shared/sql/statements.ts";
import { splitStatements } from "./sql-text/tokens.ts";

export interface ScriptWork {
  readonly sql: string;
  readonly checks: readonly RenderedCheck[];
  readonly finalSchema?: string;
}

const transactionWords = new Set(["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT"]);

export function titleOf(statement: Statement, index: number): string {
  return `statement ${index + 1} (${actWords(statement) || "…"})`;
}

/** Why the statements cannot share one transaction, or null when they can. */
function whyNotTogether(session: Session, statements: readonly Statement[]): string | null {
  for (const [index, statement] of statements.entries()) {
    const words = leadingWords(statement, 6);
    if (transactionWords.has(words[0] ?? "")) return `${titleOf(statement, index)} rules the transactions itself`;
    if (session.dialect.runsAlone(words)) return `${titleOf(statement, index)} cannot run in a transaction`;
  }
  return null;
}

async function runStatements({ session, log }: LoadContext, statements: readonly Statement[]): Promise<void> {
  for (const [index, statement] of statements.entries()) {
    const part = { sql: statement.text, start: statement.start };
    const send = (): Promise<number | null> => sendPart(part, (sql) => session.execute(sql));
    await timed(log, send, (rows) => `${titleOf(statement, index)}: ${rows === null ? "done" : rowsText(rows)}`);
  }
}

async function runTogether(context: LoadContext, statements: readonly Statement[]): Promise<void> {
  await context.session.execute("BEGIN");
  await runStatements(context, statements);
  await context.session.execute("COMMIT");
}

export async function runScript(context: LoadContext, work: ScriptWork): Promise<{ checks: CheckResult[]; reason: string | null }> {
  const { session, log } = context;
  if (work.finalSchema !== undefined) {
    await session.dialect.ensureSchema(session, work.finalSchema);
    await session.execute(session.dialect.searchPath([work.finalSchema]));
  }
  await step("sql", work.sql, async () => {
    const statements = splitStatements(work.sql);
    const why = whyNotTogether(session, statements);
    if (why === null) return runTogether(context, statements);
    log.line(`${why}: each statement commits by itself`);
    await runStatements(context, statements);
    if (session.inTransaction()) throw new JobFailure("sql: the script began a transaction and did not end it; write COMMIT at its end");
  });
  const audit = { table: null, columns: [], totalRows: 0, aliases: [], finalSchema: work.finalSchema ?? null, published: null, keepsPublished: false };
  const checks = await runChecks(session, audit, work.checks, log);
  const reason = mayPublish(checks) ? null : failingChecks(checks);
  return { checks, reason };
}
