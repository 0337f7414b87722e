/** Finds a text in a kept result: the next cell that shows it, in the order in which rows and columns are shown. */
import type { FoundCell, SqlFind } from "../../../shared/contract/sql-look.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { quoteText } from "../../../shared/sql/names.ts";
import type { Session } from "../session.ts";
import type { StoredResult } from "./result-store.ts";
import { textOf } from "./stored-column.ts";

export async function findCell(session: Session, { columns }: StoredResult, relation: string, { text, columns: asked, from, backwards }: SqlFind): Promise<FoundCell | null> {
  const wanted = quoteText(text.toLowerCase());
  const tests = asked.map((index) => {
    const column = columns[index];
    if (column === undefined) throw new AppError("input/invalid", `Find: there is no column ${index + 1}; the result has ${columns.length}.`);
    return `coalesce(contains(lower(${textOf(column)}), ${wanted}), false)`;
  });
  const hits = `(SELECT rowid AS r, list_filter([${tests.map((test, place) => `CASE WHEN ${test} THEN ${place} END`).join(", ")}], lambda p: p IS NOT NULL) AS places FROM ${relation} WHERE ${tests.join(" OR ")})`;
  const cells = `(SELECT r, unnest(places) AS p FROM ${hits})`;
  const start = Math.max(0, asked.indexOf(from.column));
  const isAfter = backwards ? `(r, p) ${from.inclusive ? "<=" : "<"} (${from.row}, ${start})` : `(r, p) ${from.inclusive ? ">=" : ">"} (${from.row}, ${start})`;
  // Those on the way first, then round the end.
  const order = `CASE WHEN ${isAfter} THEN 0 ELSE 1 END, r ${backwards ? "DESC" : "ASC"}, p ${backwards ? "DESC" : "ASC"}`;
  const [found] = await session.read(
    `WITH cells AS MATERIALIZED ${cells}, next AS (SELECT r, p FROM cells ORDER BY ${order} LIMIT 1) SELECT CAST(next.r AS varchar), CAST(next.p AS varchar), CAST(count(*) AS varchar), CAST(count(*) FILTER (WHERE (cells.r, cells.p) <= (next.r, next.p)) AS varchar) FROM cells, next GROUP BY next.r, next.p`,
  );
  if (found === undefined) return null;
  const [row = 0, place = 0, all = 0, nth = 0] = found.map(Number);
  return { row, column: asked[place] ?? 0, nth, cells: all };
}
