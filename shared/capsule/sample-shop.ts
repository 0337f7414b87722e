/** The DAG on which capsules are tried, in tests and journeys: two tables, one made of the other, and a check that fails. What is tried besides comes as further tasks. */
export interface SampleShop {
  readonly people: { readonly columns: string; readonly file: string };
  /** What orders count, and the task that makes something of people for that: its name and its YAML. */
  readonly total: string;
  readonly between?: { readonly taskId: string; readonly yaml: string };
  /** Tasks as YAML, two spaces in. */
  readonly more: string;
}

export function sampleShop({ people, total, between, more }: SampleShop): string {
  return `dag: shop
params: { city: { default: Rotterdam }, factor: { default: 2, type: integer } }
tasks:
  people:
    config_type: SqlTask
    ddl: create table people (${people.columns})
    sql: ${people.file}
${between?.yaml ?? ""}  orders:
    config_type: SqlTask
    ddl: create table orders (id integer, email text, total integer)
    sql: select id, email, ${total} as total from warehouse.people
    deps: [people${between === undefined ? "" : `, ${between.taskId}`}]
  judge:
    config_type: SqlTask
    ddl: create table judged (id integer, email text)
    sql: select id, email from warehouse.orders
    checks: [ { accepted_values: { column: email, values: [nobody] } } ]
    deps: [orders]
${more}`;
}
