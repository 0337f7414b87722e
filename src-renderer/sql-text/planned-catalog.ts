/** The tables of the database together with those that tasks of the DAG will build: what may be proposed before anything has run. */
import type { DagAdvice } from "../../shared/contract/dags.ts";
import type { SqlCatalog } from "../../shared/sql/language.ts";

type Builds = DagAdvice["builds"];
type Table = SqlCatalog["tables"][number];

const nothing: SqlCatalog = { tables: [] };
/** The same object for the same parts: what is known of a catalogue is kept by the object. */
const made = new WeakMap<Builds, WeakMap<SqlCatalog, Map<string, SqlCatalog>>>();

export interface Planned {
  readonly builds: Builds;
  readonly connection: string;
  /** The task that is being written: what it builds itself is no source for it. */
  readonly taskId: string | null;
}

export function withPlanned(catalog: SqlCatalog | null, planned: Planned): SqlCatalog {
  const byCatalog = made.get(planned.builds) ?? new WeakMap<SqlCatalog, Map<string, SqlCatalog>>();
  made.set(planned.builds, byCatalog);
  const byTask = byCatalog.get(catalog ?? nothing) ?? new Map<string, SqlCatalog>();
  byCatalog.set(catalog ?? nothing, byTask);
  const key = JSON.stringify([planned.connection, planned.taskId]);
  const known = byTask.get(key) ?? joined(catalog ?? nothing, planned);
  byTask.set(key, known);
  return known;
}

function joined({ tables }: SqlCatalog, { builds, connection, taskId }: Planned): SqlCatalog {
  const all = new Map(tables.map((table) => [keyOf(table.schema, table.name), table]));
  for (const { task, connection: where, schema, table, columns } of builds) {
    if (where !== connection || task === taskId) continue;
    const there = all.get(keyOf(schema, table)) ?? { schema, name: table, kind: "table", rowCount: null, columns: [] };
    all.set(keyOf(schema, table), { ...there, columns: [...there.columns, ...added(there, columns)] });
  }
  return { tables: [...all.values()] };
}

/** Columns that the next run brings. */
function added({ columns }: Table, planned: Builds[number]["columns"]): Table["columns"] {
  const known = new Set(columns.map(({ name }) => name.toLowerCase()));
  return planned.filter(({ name }) => !known.has(name.toLowerCase())).map(({ name, type }) => ({ name, type, nullable: true }));
}

function keyOf(schema: string, table: string): string {
  return `${schema}\0${table}`.toLowerCase();
}
