/** How a database would carry a statement out, or did: as its own text and as a tree. What was carried out for it is rolled back. */
import type { PlanNode } from "../../../shared/contract/sql.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { ExplainJob } from "../../ports/sql-queries.ts";
import type { JobControl } from "../job-control.ts";
import { type Cells, type Database, type Session, SqlFailure } from "../session.ts";
import { describeFailure } from "../sql-text/position.ts";
import type { Statement } from "../../../shared/sql/statements.ts";
import { explained } from "../../../shared/sql/writing.ts";
import { splitStatements } from "../sql-text/tokens.ts";
import { bindText } from "./bound-text.ts";
import { refuseWrites, transactionWord } from "./read-only-text.ts";
import { duckPlan, planText, postgresPlan } from "./plan-tree.ts";
import { textCells } from "./text-cells.ts";

interface Plan {
  readonly text: string;
  readonly tree: PlanNode | null;
}

export async function explain(job: ExplainJob, database: Database, control: JobControl): Promise<Plan & { readonly ms: number }> {
  const began = performance.now();
  const [statement, second] = splitStatements(job.text);
  if (statement === undefined) throw new AppError("sql/refused", "Explain: there is no statement in the text; write one, such as SELECT 1.");
  if (second !== undefined) throw new AppError("sql/refused", "Explain: the text holds several statements; choose one of them.");
  // Carried out, it would end the transaction that is there to undo it.
  if (transactionWord(statement) !== null) throw new AppError("sql/refused", "Explain: a statement that begins or ends a transaction has no plan.");
  // A plan alone writes nothing, wherever it is asked for.
  if (job.analyze || explained(statement.tokens) !== null) refuseWrites(job.connection, [statement]);
  const raw = await control.orStopped(database.open("person"), (late) => void late.close());
  try {
    const session = control.guard(raw);
    const plan = await inTransaction(session, job, () => explainWith(session, job, statement));
    return { ...plan, ms: performance.now() - began };
  } finally {
    await control.settle();
    await raw.close();
  }
}

async function inTransaction<T>(session: Session, { connection, analyze }: ExplainJob, work: () => Promise<T>): Promise<T> {
  if (!analyze) return work();
  await session.execute(connection.readOnly || connection.isProduction === true ? "BEGIN TRANSACTION READ ONLY" : "BEGIN");
  const done = await work();
  await session.execute("ROLLBACK");
  return done;
}

async function explainWith(session: Session, job: ExplainJob, statement: Statement): Promise<Plan> {
  const ask = async (prefix: string): Promise<Cells[]> => {
    const bound = bindText(statement, job.params, session.dialect.kind);
    const sql = prefix + bound.sql;
    try {
      return await textCells(await session.open({ sql, values: bound.values }));
    } catch (error) {
      if (!(error instanceof SqlFailure) || error.kind !== "sql") throw error;
      throw new AppError("sql/failed", describeFailure("explain", error.relocated((offset) => (offset < prefix.length ? null : statement.start + bound.originalOffset(offset - prefix.length))), job.text));
    }
  };
  return session.dialect.kind === "postgres" ? explainPostgres(ask, job.analyze) : explainDuck(ask, job.analyze);
}

type Ask = (prefix: string) => Promise<Cells[]>;

/** Its words for an analysed statement would have it carried out a second time: they are made from the tree. */
async function explainPostgres(ask: Ask, analyze: boolean): Promise<Plan> {
  const json = await ask(`EXPLAIN (FORMAT JSON${analyze ? ", ANALYZE, BUFFERS" : ""}) `);
  const tree = postgresPlan(JSON.parse(json[0]?.[0] ?? "null"));
  if (analyze) return { text: tree === null ? "" : planText(tree), tree };
  const lines = await ask("EXPLAIN ");
  return { text: lines.map(([line]) => line ?? "").join("\n"), tree };
}

async function explainDuck(ask: Ask, analyze: boolean): Promise<Plan> {
  const json = await ask(analyze ? "EXPLAIN (ANALYZE, FORMAT JSON) " : "EXPLAIN (FORMAT JSON) ");
  const tree = duckPlan(JSON.parse(json[0]?.at(-1) ?? "null"));
  if (analyze) return { text: tree === null ? "" : planText(tree), tree };
  const lines = await ask("EXPLAIN ");
  return { text: lines.map((line) => line.at(-1) ?? "").join("\n"), tree };
}
