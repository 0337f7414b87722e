/** One table: its first rows, its columns, its profile. */
import { Tabs } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Route } from "../../app/route.ts";
import { useCommandContexts } from "../../app/command-handlers.ts";
import { formatCount, formatPlural } from "../../ui/format.ts";
import type { CatalogState } from "./catalog-rows.ts";
import { TableColumns } from "./table-columns.tsx";
import { TableProfile } from "./table-profile.tsx";
import { TableRows } from "./table-rows.tsx";
import styles from "./warehouse.module.css";

export type TableRoute = Extract<Route, { page: "table" }>;

export function TableView({ route, catalog }: { route: TableRoute; catalog: CatalogState | null }): ReactNode {
  const [face, setFace] = useState<string | null>("rows");
  useCommandContexts("table");
  const table = catalog?.kind === "ready" ? catalog.catalog.tables.find((other) => other.schema === route.schema && other.name === route.table) : undefined;
  return (
    <section className={styles.main} style={{ flex: 1 }} aria-label={`Table ${route.schema}.${route.table}`}>
      <header className={styles.tableHead}>
        <h1 className="dw-ellipsis" title={route.table}>
          {route.table}
        </h1>
        <span className="dw-dim">
          Schema {route.schema} · connection {route.connection}
          {table !== undefined && ` · ${table.kind} · ${formatPlural(table.columns.length, "column")}`}
          {table !== undefined && table.rowCount !== null && ` · ${formatCount(table.rowCount)} rows`}
        </span>
      </header>
      <Tabs value={face} onChange={setFace} keepMounted={false} className={styles.tabs ?? ""}>
        <Tabs.List px={8}>
          <Tabs.Tab value="rows">Rows</Tabs.Tab>
          <Tabs.Tab value="columns">Columns</Tabs.Tab>
          <Tabs.Tab value="profile">Profile</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rows" className={styles.panel ?? ""}>
          <TableRows route={route} />
        </Tabs.Panel>
        <Tabs.Panel value="columns" className={styles.panel ?? ""}>
          <TableColumns table={table ?? null} reading={catalog?.kind === "loading"} />
        </Tabs.Panel>
        <Tabs.Panel value="profile" className={styles.panel ?? ""}>
          <TableProfile route={route} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
