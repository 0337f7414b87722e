/** Carries out one statement of people's SQL in a try: on copies where it would change a table, as it stands where it only reads. */
import { sendPart } from "../send-part.ts";
import type { JobLog } from "../job-log.ts";
import type { Session, TableName } from "../session.ts";
import { foreignKeyEdits } from "../sql-text/foreign-keys.ts";
import { applyEdits, type Edit } from "../sql-text/retarget.ts";
import { tokenize } from "../sql-text/tokens.ts";
import { quoteName, quoteTable, showTable } from "../../../shared/sql/names.ts";
import type { Statement } from "../../../shared/sql/statements.ts";
import type { Lens } from "./lens.ts";
import { type Meaning, meaningOf } from "./statement.ts";

export interface TrialWork {
  readonly session: Session;
  readonly log: JobLog;
  readonly lens: Lens;
  readonly finalSchema: string;
}

type Write = Extract<Meaning, { kind: "write" }>;

/** Rows that it gave or changed; null where it was left out or says nothing. */
export async function tryStatement(work: TrialWork, statement: Statement): Promise<number | null> {
  const { session, log, lens } = work;
  const tokens = tokenize(statement.text);
  const placed = { sql: statement.text, start: statement.start };
  const meaning = await sendPart(placed, async () => meaningOf(tokens, session.dialect.foldsCase));
  if (meaning.kind === "skip") {
    log.line(`left out (${meaning.why}): ${firstWords(statement.text)}`);
    return null;
  }
  if (meaning.kind === "write") return tryWrite(work, statement, meaning);
  const edited = lens.rewrite(statement.text);
  return sendPart({ sql: edited.text, start: statement.start, original: edited.originalOffset }, (sql) => session.execute(sql));
}

const firstWords = (text: string): string => text.slice(0, 60).replaceAll(/\s+/g, " ");

async function tryWrite(work: TrialWork, statement: Statement, write: Write): Promise<number | null> {
  const { session, lens } = work;
  const name: TableName = { schema: write.name.schema ?? work.finalSchema, table: write.name.table };
  const stored = lens.ownNameOf(name);
  if (write.needs && !lens.isMade(name)) await copyFirst(work, name, stored);
  const edited = applyEdits(statement.text, editsOf(work, { statement, write, name, stored }));
  const send = (): Promise<number | null> => sendPart({ sql: edited.text, start: statement.start, original: edited.originalOffset }, (sql) => session.execute(sql));
  // A table that is made from itself reads what was there before: its view is needed until then.
  const rows = write.isShape && write.effect !== "makes" ? await lens.withoutView(name, send) : await send();
  if (write.effect === "drops") await lens.unmake(name);
  else await lens.make(name, stored);
  return rows;
}

/** What it would change becomes a copy, if there is anything; if not, the database says so itself. */
async function copyFirst({ session, log, lens }: TrialWork, name: TableName, stored: TableName): Promise<void> {
  const source = lens.meant(name);
  if ((await session.dialect.trial.kindOf(session, source)) === null) return;
  await session.dialect.trial.copyTable(session, source, stored);
  log.line(`copied ${showTable(name)}, so that the try changes nothing that is published`);
  await lens.make(name, stored);
}

function editsOf({ session, lens }: TrialWork, of: { statement: Statement; write: Write; name: TableName; stored: TableName }): Edit[] {
  const { write, statement, name, stored } = of;
  const tokens = tokenize(statement.text);
  const [first, last] = [tokens[write.name.from], tokens[write.name.to - 1]];
  const target: Edit = { start: first?.start ?? 0, end: last?.end ?? 0, text: `${quoteTable(stored)}${write.takesAlias ? ` AS ${quoteName(name.table)}` : ""}` };
  const keys = write.effect === "makes" ? foreignKeyEdits(tokens, { table: name.table, schema: name.schema }, session.dialect.foldsCase) : [];
  const own = [target, ...keys];
  const others = lens.edits(statement.text).filter((edit) => own.every((mine) => edit.end <= mine.start || edit.start >= mine.end));
  return [...own, ...others].sort((a, b) => a.start - b.start);
}
