/** One table: its first rows, its columns, its profile. */
import { Tabs } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Route } from "../../app/route.ts";
import { useCommandContexts } from "../../app/command-handlers.ts";
import { t } from "../../strings/t.ts";
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
    <section className={styles.main} style={{ flex: 1 }} aria-label={t("Table {{schema}}.{{table}}", { schema: route.schema, table: route.table })}>
      <header className={styles.tableHead}>
        <h1 className="dw-ellipsis" title={route.table}>
          {route.table}
        </h1>
        <span className="dw-dim">
          {t("Schema {{schema}} · connection {{connection}}{{kind}}{{rows}}", { schema: route.schema, connection: route.connection, kind: table !== undefined ? ` · ${table.kind} · ${t("{{count}} columns", { count: table.columns.length })}` : "", rows: table !== undefined && table.rowCount !== null ? ` · ${t("{{count}} rows", { count: table.rowCount })}` : "" })}
        </span>
      </header>
      <Tabs value={face} onChange={setFace} keepMounted={false} className={styles.tabs ?? ""}>
        <Tabs.List px={8}>
          <Tabs.Tab value="rows">{t("Rows")}</Tabs.Tab>
          <Tabs.Tab value="columns">{t("Columns")}</Tabs.Tab>
          <Tabs.Tab value="profile">{t("Profile")}</Tabs.Tab>
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
