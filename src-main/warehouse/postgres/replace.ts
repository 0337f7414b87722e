/**
 * How `replace` shows new rows in PostgreSQL. Three cases, all inside the publishing transaction:
 *   no final table          the prep table moves there (SET SCHEMA, RENAME); its indexes and sequences get plain names
 *   same structure          DELETE and INSERT: readers are never blocked, and even a transaction with an older snapshot sees
 *                           the old rows. TRUNCATE would empty the table for those. Grants, views, triggers and foreign keys stay
 *   structure has changed   the old table is dropped and the new one moves in, with the old one's owner and grants. What
 *                           depends on the old table (a view) forbids that, and the error names it
 * The price of DELETE is dead rows until autovacuum: about twice the table's size between two loads.
 * "Same" means: the same columns, and every constraint and index of the ddl is there; what a person added to the
 * published table stays.
 */
import { type Publication, type Session, SqlFailure, type TableName } from "../session.ts";
import { quoteName, quoteTable, quoteText, showTable } from "../../../shared/sql/names.ts";

function oid(name: TableName): string {
  return `${quoteText(quoteTable(name))}::regclass`;
}

async function texts(session: Session, sql: string): Promise<string[]> {
  return (await session.read(sql)).map(([cell]) => cell ?? "");
}

interface Structure {
  readonly columns: readonly string[];
  readonly parts: readonly string[];
}

async function structureOf(session: Session, name: TableName, mark: string): Promise<Structure> {
  const plain = (text: string): string =>
    text
      .replaceAll(`${quoteName(name.schema)}.`, "")
      .replaceAll(`${name.schema}.`, "")
      .replaceAll(mark, "");
  const columns = await texts(
    session,
    `SELECT concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attcollation, pg_get_expr(d.adbin, d.adrelid))
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = ${oid(name)} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
  );
  const constraints = await texts(session, `SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ${oid(name)}`);
  const indexes = await texts(
    session,
    `SELECT concat_ws(' ', i.indisunique, substring(pg_get_indexdef(i.indexrelid) from ' USING .*$')) FROM pg_index i WHERE i.indrelid = ${oid(name)}`,
  );
  return { columns: columns.map(plain), parts: [...constraints.map(plain), ...indexes.map(plain)] };
}

function isSame(prep: Structure, final: Structure): boolean {
  return JSON.stringify(prep.columns) === JSON.stringify(final.columns) && prep.parts.every((part) => final.parts.includes(part));
}

async function exists(session: Session, name: TableName): Promise<boolean> {
  const [cell] = await texts(session, `SELECT CAST(to_regclass(${quoteText(quoteTable(name))}) IS NOT NULL AS varchar)`);
  return cell === "true";
}

/** Names made from the prep table's name lose the attempt's mark, where the plain name is free. */
async function renameParts(session: Session, name: TableName, mark: string): Promise<void> {
  const related = await session.read(
    `SELECT c.relname, c.relkind FROM pg_class c WHERE c.relname LIKE ${quoteText(`%${mark.replaceAll("_", "\\_")}%`)} AND (
       c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = ${oid(name)})
       OR c.oid IN (SELECT objid FROM pg_depend WHERE refobjid = ${oid(name)} AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i')))`,
  );
  for (const [part, kind] of related) {
    const old = { schema: name.schema, table: part ?? "" };
    const plain = old.table.replace(mark, "");
    if (await exists(session, { schema: name.schema, table: plain })) continue;
    await session.execute(`ALTER ${kind === "S" ? "SEQUENCE" : "INDEX"} ${quoteTable(old)} RENAME TO ${quoteName(plain)}`);
  }
  const constraints = await texts(session, `SELECT conname FROM pg_constraint WHERE conrelid = ${oid(name)} AND position(${quoteText(mark)} in conname) > 0`);
  const taken = new Set(await texts(session, `SELECT conname FROM pg_constraint WHERE conrelid = ${oid(name)}`));
  for (const constraint of constraints) {
    const plain = constraint.replace(mark, "");
    if (!taken.has(plain)) await session.execute(`ALTER TABLE ${quoteTable(name)} RENAME CONSTRAINT ${quoteName(constraint)} TO ${quoteName(plain)}`);
  }
}

async function moveIn(session: Session, { prep, final, mark }: Publication): Promise<void> {
  await session.execute(`ALTER TABLE ${quoteTable(prep)} SET SCHEMA ${quoteName(final.schema)}`);
  await session.execute(`ALTER TABLE ${quoteTable({ schema: final.schema, table: prep.table })} RENAME TO ${quoteName(final.table)}`);
  await renameParts(session, final, mark);
}

async function replaceRows(session: Session, { prep, final }: Publication): Promise<void> {
  const columns = await session.dialect.columns(session, final);
  const list = (columns ?? [])
    .filter((column) => !column.generated)
    .map((column) => quoteName(column.name))
    .join(", ");
  await session.execute(`LOCK TABLE ${quoteTable(final)} IN SHARE ROW EXCLUSIVE MODE`);
  await session.execute(`DELETE FROM ${quoteTable(final)}`);
  await session.execute(`INSERT INTO ${quoteTable(final)} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM ${quoteTable(prep)}`);
}

/** GRANT and OWNER statements that give a table what another one has. Grants on single columns are not copied. */
async function rightsOf(session: Session, name: TableName): Promise<string[]> {
  const table = quoteTable(name);
  const grants = await session.read(
    `SELECT a.privilege_type, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, a.is_grantable
     FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = ${oid(name)} AND a.grantee <> c.relowner`,
  );
  const owner = await texts(
    session,
    `SELECT quote_ident(pg_get_userbyid(relowner)) FROM pg_class WHERE oid = ${oid(name)} AND pg_get_userbyid(relowner) <> current_user`,
  );
  const statements = grants.map(
    ([privilege, grantee, grantable]) => `GRANT ${privilege} ON ${table} TO ${grantee}${grantable === "t" ? " WITH GRANT OPTION" : ""}`,
  );
  return [...statements, ...owner.map((role) => `ALTER TABLE ${table} OWNER TO ${role}`)];
}

const dependents = "2BP01";

async function swapTables(session: Session, publication: Publication): Promise<void> {
  const { final } = publication;
  const rights = await rightsOf(session, final);
  await session.execute(`DROP TABLE ${quoteTable(final)}`).catch((error: unknown) => {
    if (!(error instanceof SqlFailure) || error.code !== dependents) throw error;
    throw new SqlFailure({
      kind: "sql",
      code: "structure",
      message: `the ddl gives ${showTable(final)} another structure than it has, and other objects depend on it: ${error.detail ?? error.message}; drop or alter these first, or alter the table to fit the ddl`,
    });
  });
  await moveIn(session, publication);
  for (const statement of rights) await session.execute(statement);
}

export async function replaceTable(session: Session, publication: Publication): Promise<void> {
  const { prep, final, mark } = publication;
  if (!(await exists(session, final))) await moveIn(session, publication);
  else if (isSame(await structureOf(session, prep, mark), await structureOf(session, final, mark))) await replaceRows(session, publication);
  else await swapTables(session, publication);
  for (const statement of publication.finishing(final)) await session.execute(statement);
}
