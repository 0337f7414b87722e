/**
 * How one job of a try sees the tables of others: each that was pinned, tried or made gets a temporary view of its own name, which both
 * databases find before any published table. Qualified names are rewritten to that view, so that columns named after the table still fit.
 */
import type { MadeTable, TrialArea, TrialOutcome, UpstreamTable } from "../../ports/sql-host.ts";
import { JobFailure } from "../job-failure.ts";
import { prepTableName } from "../load/prep-name.ts";
import { type Session, SqlFailure, type TableName } from "../session.ts";
import { applyEdits, type Edit, type EditedText, type StandIn, standInEdits } from "../sql-text/retarget.ts";
import { isName, nameOf, quoteName, quoteTable, sameName, showTable } from "../../../shared/sql/names.ts";
import { tokenize } from "../sql-text/tokens.ts";

interface Seen extends StandIn {
  readonly name: TableName;
  readonly stored: TableName;
  /** False for a second table of the same bare name, which is rewritten to where it lies. */
  readonly hasView: boolean;
}

export class Lens {
  readonly area: TrialArea;
  readonly #session: Session;
  readonly #finalSchema: string;
  readonly #attemptId: string;
  readonly #made = new Map<string, MadeTable>();
  readonly #views = new Set<string>();
  #seen: Seen[] = [];
  #reads: TrialOutcome["reads"] = [];
  #missing: UpstreamTable[] = [];

  constructor(session: Session, area: TrialArea, of: { finalSchema: string; attemptId: string }) {
    this.#session = session;
    this.area = area;
    this.#finalSchema = of.finalSchema;
    this.#attemptId = of.attemptId;
  }

  get made(): readonly MadeTable[] {
    return [...this.#made.values()];
  }

  get outcome(): TrialOutcome {
    return { made: this.made, reads: this.#reads };
  }

  /** Makes the schema, and shows what the texts name of the tables upstream. */
  async open(texts: readonly string[]): Promise<void> {
    await this.#session.dialect.ensureSchema(this.#session, this.area.schema);
    await this.openToRead(texts);
  }

  /** The same for who makes nothing. */
  async openToRead(texts: readonly string[]): Promise<void> {
    const { dialect } = this.#session;
    const isThere = await dialect.trial.hasSchema(this.#session, this.#finalSchema);
    await this.#session.execute(dialect.searchPath(isThere ? [this.#finalSchema] : []));
    const words = new Set(texts.flatMap(wordsOf));
    const done = new Set<string>();
    for (const table of this.area.upstream) {
      const key = showTable(table).toLowerCase();
      if (done.has(key) || !words.has(table.table.toLowerCase())) continue;
      done.add(key);
      await this.#showUpstream(table);
    }
  }

  async #showUpstream(table: UpstreamTable): Promise<void> {
    const { trial } = this.#session.dialect;
    const stored = table.stored === null ? null : { schema: this.area.schema, table: table.stored };
    const isKept = stored !== null && (await trial.kindOf(this.#session, stored)) !== null;
    if (stored !== null && isKept) {
      await this.#look({ schema: table.schema, table: table.table }, stored);
      this.#noteRead(table, table.origin);
    } else if (table.origin === "pinned") {
      throw new JobFailure(`the pinned rows of task "${table.task}" (${showTable(table)}) are gone; pin them anew, or take the pin off`);
    } else if ((await trial.kindOf(this.#session, table)) === null) this.#missing = [...this.#missing, table];
    else this.#noteRead(table, "published");
  }

  #noteRead(table: UpstreamTable, origin: UpstreamTable["origin"]): void {
    this.#reads = [...this.#reads, { task: table.task, table: showTable(table), origin }];
  }

  async #look(name: TableName, stored: TableName): Promise<void> {
    const { foldsCase, trial } = this.#session.dialect;
    const isSame = (other: TableName): boolean => sameName(other.table, name.table, foldsCase) && sameName(other.schema, name.schema, foldsCase);
    const hasView = !this.#seen.some((other) => other.hasView && !isSame(other.name) && sameName(other.name.table, name.table, foldsCase)) && sameName(name.schema, this.#finalSchema, foldsCase);
    this.#seen = [...this.#seen.filter((other) => !isSame(other.name)), { name, stored, hasView, from: [name], to: hasView ? trial.temporary(name.table) : quoteTable(stored) }];
    if (hasView) await this.#makeView(name.table, stored);
  }

  async #makeView(table: string, stored: TableName): Promise<void> {
    await this.#dropView(table);
    await this.#session.execute(`CREATE TEMP VIEW ${quoteName(table)} AS SELECT * FROM ${quoteTable(stored)}`);
    this.#views.add(table.toLowerCase());
  }

  async #dropView(table: string): Promise<void> {
    if (!this.#views.delete(table.toLowerCase())) return;
    await this.#session.execute(`DROP VIEW IF EXISTS ${this.#session.dialect.trial.temporary(table)}`);
  }

  /** Where this job keeps its own version of a table. */
  ownNameOf(name: TableName): TableName {
    return { schema: this.area.schema, table: prepTableName(name.table, `${this.#attemptId}/${showTable(name)}`) };
  }

  /** What the name means now: this job's own version, what it sees of others, or the published table. */
  meant(name: TableName): TableName {
    const { foldsCase } = this.#session.dialect;
    return this.#seen.find((one) => sameName(one.name.schema, name.schema, foldsCase) && sameName(one.name.table, name.table, foldsCase))?.stored ?? name;
  }

  isMade(name: TableName): boolean {
    return this.#made.has(showTable(name));
  }

  /** From now on the name means what this job has made. */
  async make(name: TableName, stored: TableName): Promise<void> {
    this.#made.set(showTable(name), { ...name, stored: stored.table, rows: null });
    await this.#look(name, stored);
  }

  /** A view stands in the way of what changes the table's shape. */
  async withoutView<T>(name: TableName, work: () => Promise<T>): Promise<T> {
    await this.#dropView(name.table);
    return work();
  }

  async unmake(name: TableName): Promise<void> {
    this.#made.delete(showTable(name));
  }

  /** How many rows there are in what was made. */
  async count(): Promise<void> {
    for (const [key, table] of this.#made) {
      const [cells] = await this.#session.read(`SELECT CAST(count(*) AS varchar) FROM ${quoteTable({ schema: this.area.schema, table: table.stored })}`);
      this.#made.set(key, { ...table, rows: Number(cells?.[0] ?? 0) });
    }
  }

  edits(sql: string, own: readonly StandIn[] = []): Edit[] {
    return standInEdits(sql, [...own, ...this.#seen], this.#session.dialect.foldsCase);
  }

  rewrite(sql: string, own: readonly StandIn[] = []): EditedText {
    return applyEdits(sql, this.edits(sql, own));
  }

  /** A failure in the names that people know, with a word about what has not been built yet. */
  explain(reason: string): string {
    const { trial } = this.#session.dialect;
    let text = reason;
    for (const { name, stored } of this.#seen) {
      text = text.replaceAll(trial.temporary(name.table), name.table).replaceAll(quoteTable(stored), showTable(name)).replaceAll(showTable(stored), showTable(name)).replaceAll(stored.table, name.table);
    }
    const [first] = this.#missing;
    if (first === undefined) return text;
    return `${text}\n${showTable(first)} is not there: task "${first.task}" builds it and has neither published nor been tried yet. Run up to here, or pin its output.`;
  }
}

function wordsOf(sql: string): string[] {
  try {
    return tokenize(sql).flatMap((token) => (isName(token) ? [nameOf(token, true).toLowerCase()] : []));
  } catch (error) {
    // A text that is not closed is refused where it is sent.
    if (error instanceof SqlFailure) return [];
    throw error;
  }
}

/** Runs work that may change tables by ways that no text shows (functions, rules), and lets none of it stay outside of the trial schema. */
export async function within<T>(session: Session, schema: string, work: () => Promise<T>): Promise<T> {
  await session.execute("BEGIN");
  const changedOutside = await session.dialect.trial.watchOutside(session, schema);
  const result = await work();
  const changed = await changedOutside();
  if (changed.length > 0) throw new JobFailure(`a try publishes nothing, but this would have changed ${changed.join(", ")}; it was rolled back. Run the DAG itself for that`);
  await session.execute("COMMIT");
  return result;
}
