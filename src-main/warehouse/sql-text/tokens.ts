/** The words and statements of rendered SQL that is about to be sent. What is never closed is refused here, with its place. */
import { cutStatements, type Statement } from "../../../shared/sql/statements.ts";
import { isMeaningful, lexSql, type Token } from "../../../shared/sql/tokens.ts";
import { SqlFailure } from "../session.ts";

/** Without white space and comments. Throws SqlFailure with the place of a quote or comment that never ends. */
export function tokenize(sql: string): Token[] {
  const tokens = lexSql(sql, { templates: false });
  const broken = tokens.find(({ unclosed }) => unclosed !== undefined);
  if (broken?.unclosed === undefined) return tokens.filter(isMeaningful);
  const { what, expected } = broken.unclosed;
  throw new SqlFailure({ kind: "sql", code: "42601", offset: broken.start, message: `unclosed ${what}; expected ${expected} before the end of the text` });
}

/** Throws as `tokenize` does. */
export function splitStatements(sql: string): Statement[] {
  return cutStatements(sql, tokenize(sql));
}
