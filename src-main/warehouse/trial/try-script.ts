/** A plain SQL script as a try: all of it in one transaction, its tables in the trial schema. */
import { failingChecks, mayPublish, runChecks } from "../checks/run-checks.ts";
import { rowsText } from "../job-log.ts";
import { type LoadContext, step, timed } from "../load/load-work.ts";
import type { ScriptWork } from "../script.ts";
import { splitStatements } from "../sql-text/tokens.ts";
import { titleOf } from "../script.ts";
import type { CheckResult } from "../../../shared/model/run.ts";
import { type Lens, within } from "./lens.ts";
import { tryStatement } from "./try-statement.ts";

export async function tryScript(context: LoadContext, work: ScriptWork, lens: Lens, finalSchema: string): Promise<{ checks: CheckResult[]; reason: string | null }> {
  const { session, log } = context;
  await lens.open([work.sql, ...work.checks.flatMap((check) => (check.kind === "sql" ? [check.query] : []))]);
  await step("sql", work.sql, () =>
    within(session, lens.area.schema, async () => {
      for (const [index, statement] of splitStatements(work.sql).entries()) {
        const send = (): Promise<number | null> => tryStatement({ session, log, lens, finalSchema }, statement);
        await timed(log, send, (rows) => `${titleOf(statement, index)}: ${rows === null ? "done" : rowsText(rows)}`);
      }
    }),
  );
  await lens.count();
  const audit = { table: null, columns: [], totalRows: 0, aliases: [], finalSchema, published: null, keepsPublished: false, lens };
  const checks = await runChecks(session, audit, work.checks, log);
  return { checks, reason: mayPublish(checks) ? null : failingChecks(checks) };
}
