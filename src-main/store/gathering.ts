/**
 * Rows that wait until their transaction ends, so that each table is written by one statement, however many rows there are and however often each was
 * saved. Nobody can see that they waited: before anything else is asked of the database they are written.
 */
import type { Database, Statement } from "better-sqlite3";

/** Rows of one table. */
export interface WaitingRows {
  /** Writes all that wait, which then waits no more. */
  write(): void;
  /** Nothing of it is to be written. */
  drop(): void;
}

export class Gathering {
  readonly #database: Database;
  readonly #waiting = new Set<WaitingRows>();
  /** What was not written is lost to the transaction: it must not be committed. */
  #failure: { readonly thrown: unknown } | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Something of this table waits. Outside of a transaction it is written at once. */
  hold(rows: WaitingRows): void {
    if (this.#database.inTransaction) this.#waiting.add(rows);
    else rows.write();
  }

  /** Belongs before a commit too. Throws what the database said, and then throws it again until all is dropped. */
  write(): void {
    if (this.#failure !== null) throw this.#failure.thrown;
    if (this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    try {
      for (const rows of waiting) rows.write();
    } catch (thrown) {
      this.#failure = { thrown };
      for (const rows of waiting) rows.drop();
      throw thrown;
    }
  }

  /** The transaction came to nothing. */
  drop(): void {
    for (const rows of this.#waiting) rows.drop();
    this.#waiting.clear();
    this.#failure = null;
  }

  /** The same database for all whose statements may have to do with what waits: they come after it. */
  after(): Database {
    const database = this.#database;
    const behind = Object.create(database) as Database;
    behind.prepare = ((text: string) => this.#behind(database.prepare(text))) as Database["prepare"];
    return behind;
  }

  #behind(statement: Statement): Statement {
    const kind = Object.getPrototypeOf(statement) as Record<(typeof verbs)[number], (...values: unknown[]) => unknown>;
    for (const verb of verbs) {
      const carryOut = (...values: unknown[]): unknown => {
        this.write();
        return kind[verb].apply(statement, values);
      };
      Object.defineProperty(statement, verb, { value: carryOut });
    }
    return statement;
  }
}

/** What carries a statement out. */
const verbs = ["run", "get", "all", "iterate"] as const;

/** Rows as the one parameter of a statement that reads them by `jsonb_each`: each is an array of its values. */
export function asJson(rows: readonly (readonly unknown[])[]): string {
  const text = JSON.stringify(rows);
  // Half a character would come back as bytes that are no text; bound by itself, it is stored as the sign for what is none.
  return /\\ud[89a-f]/i.test(text) ? JSON.stringify(rows, (_, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value)) : text;
}

/** The values of such a row as columns. */
export const valuesOfJson = (columns: readonly string[]): string => columns.map((column, at) => `value ->> ${at} as ${column}`).join(", ");

/** A statement takes so many rows: a DAG may have fifty thousand tasks. */
const mostRows = 2_000;

export function* partsOf<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += mostRows) yield rows.slice(from, from + mostRows);
}
