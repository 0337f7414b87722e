/** What becomes of the tables of tries: copies that are pinned, and the end of those that nobody needs any more. */
import type { Session, TableName } from "../session.ts";
import { quoteName, quoteTable } from "../../../shared/sql/names.ts";

export async function sweepTrials(session: Session, { schema, keep }: { schema: string; keep: readonly string[] }): Promise<null> {
  const { trial } = session.dialect;
  if (!(await trial.hasSchema(session, schema))) return null;
  const kept = new Set(keep);
  const all = await trial.list(session, schema);
  // Views first: they may stand on tables.
  const gone = all.filter(({ name }) => !kept.has(name)).sort((a, b) => Number(b.kind === "view") - Number(a.kind === "view"));
  const cascade = session.dialect.kind === "postgres" ? " CASCADE" : "";
  for (const { name, kind } of gone) await session.execute(`DROP ${kind === "view" ? "VIEW" : "TABLE"} IF EXISTS ${quoteTable({ schema, table: name })}${cascade}`);
  if (gone.length === all.length) await session.execute(`DROP SCHEMA IF EXISTS ${quoteName(schema)}${cascade}`);
  return null;
}

export async function copyIntoTrials(session: Session, { from, to }: { from: TableName; to: TableName }): Promise<number> {
  await session.dialect.ensureSchema(session, to.schema);
  await session.execute("BEGIN");
  await session.dialect.trial.copyTable(session, from, to);
  const [cells] = await session.read(`SELECT CAST(count(*) AS varchar) FROM ${quoteTable(to)}`);
  await session.execute("COMMIT");
  return Number(cells?.[0] ?? 0);
}
