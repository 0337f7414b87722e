/** A table in which events lie, one a row, in a database of somebody's. */
import type { ConnectionSpec } from "./sql-host.ts";

export interface EventTableSpec {
  readonly connection: Extract<ConnectionSpec, { kind: "postgres" }>;
  readonly schema: string;
  readonly table: string;
  /** The column whose values name rows for ever. */
  readonly id: string;
  /** The column with the event; null where the whole row is it. */
  readonly event: string | null;
  /** The text column that says what became of a row; null for a row that nobody took. */
  readonly mark: string;
  /** The channel on which the database tells of new rows. */
  readonly channel: string | null;
}

export interface EventRow {
  /** Its id, as text. */
  readonly id: string;
  /** The event, as JSON; null where there is none, or it is larger than was asked for. */
  readonly text: string | null;
  /** Of the event; null where there is none. */
  readonly bytes: number | null;
}

/** What a look at the table found: the marks to write, in the order of the rows; null leaves a row as it is. */
export type Deal = (rows: readonly EventRow[]) => readonly (string | null)[];

/** A connection of its own. Every method rejects with AppError connection/failed or sql/failed; it is to be closed then. */
export interface EventTable {
  /** Locks the first rows without a mark that nobody else holds, hands them over and writes the marks, in one transaction. Resolves to their number. */
  take(most: { readonly rows: number; readonly bytes: number }, deal: Deal): Promise<number>;
  /** Rows without a mark, counted up to `most`. */
  waiting(most: number): Promise<number>;
  close(): Promise<void>;
}

export interface EventTableNews {
  /** The database told of new rows. */
  readonly onNotice: () => void;
  readonly onLost: (reason: string) => void;
}

/** Rejects where it cannot be reached, or is no such table. */
export type OpenEventTable = (spec: EventTableSpec, news: EventTableNews) => Promise<EventTable>;
