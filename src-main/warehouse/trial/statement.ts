/**
 * What a statement of people's SQL would do to the database, so that a try can let it happen to a copy. Read by its first words; what
 * is not known to be harmless is refused with its place.
 */
import { type SqlFailure as Failure, SqlFailure } from "../session.ts";
import { readName, type WrittenName } from "../../../shared/sql/names.ts";
import { type Token, wordOf } from "../../../shared/sql/tokens.ts";
import { explained } from "../../../shared/sql/writing.ts";

export type Meaning =
  | { readonly kind: "run" }
  | { readonly kind: "skip"; readonly why: string }
  | {
      readonly kind: "write";
      readonly name: WrittenName;
      /** The table has to be there before. */
      readonly needs: boolean;
      readonly effect: "makes" | "changes" | "drops";
      /** A change of its shape, for which nothing may depend on it. */
      readonly isShape: boolean;
      /** The statement may be about the table under its own name, so an alias is put after it. */
      readonly takesAlias: boolean;
      readonly unnamed: boolean;
    };

const queries = new Set(["SELECT", "WITH", "VALUES", "TABLE", "FROM", "PIVOT", "UNPIVOT", "("]);
const harmless = new Set([...queries, "DESCRIBE", "DESC", "SUMMARIZE", "SHOW", "EXPLAIN", "SET", "RESET", "LOAD"]);
const settled = new Set(["BEGIN", "START", "COMMIT", "END"]);
const leftOut = new Set(["GRANT", "REVOKE", "COMMENT", "ANALYZE", "VACUUM", "CHECKPOINT"]);
const changing = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

/** `tokens` are those of the statement alone. Throws SqlFailure. */
export function meaningOf(tokens: readonly Token[], foldsCase: boolean): Meaning {
  const words = tokens.slice(0, 12).map((token) => wordOf(token) || token.text);
  const [first = "", second = ""] = words;
  if (settled.has(first)) return { kind: "skip", why: "a try has one transaction of its own" };
  if (leftOut.has(first)) return { kind: "skip", why: "nothing to a try" };
  if (first === "CREATE" && second === "SCHEMA") return { kind: "skip", why: "a try has a schema of its own" };
  if (first === "SET" && tokens.some((token) => ["SEARCH_PATH", "SCHEMA"].includes(wordOf(token)))) throw refusal(tokens[0], `${first} … search_path`);
  if (harmless.has(first)) return readsOnly(tokens);
  const target = targetOf(tokens, words, foldsCase);
  if (target === null) throw refusal(tokens[0], words.slice(0, 2).join(" "));
  return target;
}

/** `WITH x AS (DELETE …) SELECT …`, `EXPLAIN ANALYZE DELETE …`. */
function readsOnly(tokens: readonly Token[]): Meaning {
  const explains = wordOf(tokens[0]) === "EXPLAIN";
  const found = tokens.find((token, index) => changing.has(wordOf(token)) && ((index > 0 && tokens[index - 1]?.text === "(") || explains || startsAfterWith(tokens, index)));
  if (found !== undefined) throw refusal(found, `${wordOf(found)} within a query`);
  const { isCarriedOut = false, tokens: [first] = [] } = explained(tokens) ?? {};
  if (isCarriedOut && !queries.has(wordOf(first) || (first?.text ?? ""))) throw refusal(first, `EXPLAIN ANALYZE ${wordOf(first)}`);
  return { kind: "run" };
}

/** `WITH x AS (…) DELETE FROM …`: the word stands outside of all parentheses, after one. */
function startsAfterWith(tokens: readonly Token[], index: number): boolean {
  return wordOf(tokens[0]) === "WITH" && tokens[index - 1]?.text === ")";
}

function refusal(token: Token | undefined, found: string): Failure {
  return new SqlFailure({ kind: "sql", code: "trial", offset: token?.start ?? 0, message: `found ${found}; a try changes nothing that is published, and this cannot be tried on a copy. Run the DAG itself for it` });
}

interface Shape {
  readonly at: number;
  readonly needs: boolean;
  readonly effect: "makes" | "changes" | "drops";
  readonly isShape?: boolean;
  readonly takesAlias?: boolean;
}

function targetOf(tokens: readonly Token[], words: readonly string[], foldsCase: boolean): Meaning | null {
  const shape = shapeOf(words);
  if (shape === "run") return { kind: "run" };
  if (shape === null) return null;
  const name = readName(tokens, shape.at, foldsCase);
  if (name === null || name.to - name.from > 3) throw refusal(tokens[shape.at], "a name with the database in front");
  const { needs, effect, isShape = false, takesAlias = false } = shape;
  return { kind: "write", name, needs, effect, isShape, takesAlias: takesAlias && !hasAlias(tokens[name.to]), unnamed: name.schema === null };
}

function hasAlias(next: Token | undefined): boolean {
  const word = wordOf(next);
  return next !== undefined && (next.kind === "quoted" || (next.kind === "word" && !["SET", "WHERE", "USING", "RETURNING"].includes(word)));
}

/** Where the target stands among the first words; "run" for what is temporary, null for what cannot be tried. */
function shapeOf(words: readonly string[]): Shape | "run" | null {
  const [first, second, third] = words;
  if (first === "INSERT") return { at: words.indexOf("INTO") + 1, needs: true, effect: "changes" };
  if (first === "UPDATE") return { at: second === "ONLY" ? 2 : 1, needs: true, effect: "changes", takesAlias: true };
  if (first === "DELETE") return { at: third === "ONLY" ? 3 : 2, needs: true, effect: "changes", takesAlias: true };
  if (first === "MERGE") return { at: 2, needs: true, effect: "changes" };
  if (first === "TRUNCATE") return { at: second === "TABLE" ? 2 : 1, needs: true, effect: "changes" };
  if (first === "COPY" && words.indexOf("FROM") > 0) return { at: 1, needs: true, effect: "changes" };
  if (first === "ALTER" && second === "TABLE") return renames(words) ? null : { at: after(words, 2), needs: true, effect: "changes", isShape: true };
  if (first === "DROP" && (second === "TABLE" || second === "VIEW")) return { at: after(words, 2), needs: words[2] !== "IF", effect: "drops", isShape: true };
  if (first === "CREATE") return createdBy(words);
  return null;
}

const renames = (words: readonly string[]): boolean => words.includes("RENAME") || words.includes("SCHEMA");

/** Past `IF [NOT] EXISTS` and `ONLY`. */
function after(words: readonly string[], from: number): number {
  const at = words[from] === "IF" ? from + (words[from + 1] === "NOT" ? 3 : 2) : from;
  return words[at] === "ONLY" ? at + 1 : at;
}

function createdBy(words: readonly string[]): Shape | "run" | null {
  let at = words[1] === "OR" ? 3 : 1;
  if (words[at] === "TEMP" || words[at] === "TEMPORARY") return "run";
  if (words[at] === "UNLOGGED" || words[at] === "RECURSIVE") at += 1;
  if (words[at] === "UNIQUE" && words[at + 1] === "INDEX") at += 1;
  if (words[at] === "INDEX") {
    const on = words.indexOf("ON");
    return on < 0 || words.includes("CONCURRENTLY") ? null : { at: after(words, on + 1), needs: true, effect: "changes", isShape: true };
  }
  if (words[at] !== "TABLE" && words[at] !== "VIEW") return null;
  return { at: after(words, at + 1), needs: false, effect: "makes", isShape: true };
}
