/** The data of the workspace: catalogue at the left, the chosen table at the right. */
import { Button } from "@mantine/core";
import { SquareTerminal } from "lucide-react";
import type { ReactNode } from "react";
import { runCommand } from "../../app/command-handlers.ts";
import { formatRoute, type Route } from "../../app/route.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { toFailure } from "../../rpc/failure.ts";
import { whyOnlyRead } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { CatalogTree } from "./catalog-tree.tsx";
import { TableView } from "./table-view.tsx";
import { useCatalogs, type Catalogs } from "./use-catalogs.ts";
import styles from "./warehouse.module.css";

type TableRoute = Extract<Route, { page: "table" }>;

/** `queries` lists what another place of the window keeps: the SQL files. */
interface WarehousePageProps {
  readonly route: TableRoute | null;
  readonly queries: ReactNode;
}

export function WarehousePage(props: WarehousePageProps): ReactNode {
  const isStill = whyOnlyRead(useEngineInfo()) !== null;
  if (!isStill) return <Warehouse {...props} />;
  return (
    <Page title={t("Data")}>
      <EmptyState title={t("No database is asked")}>{t("The workspace is open for reading only: its tables are not opened, and nothing that could change them is run.")}</EmptyState>
      {props.queries}
    </Page>
  );
}

function Warehouse({ route, queries }: WarehousePageProps): ReactNode {
  const catalogs = useCatalogs();
  if (catalogs.error !== null && catalogs.connections === null) {
    return <ErrorState title={t("The connections could not be read")} failure={toFailure(catalogs.error)} onRetry={catalogs.retry} />;
  }
  if (catalogs.connections === null) return <SkeletonRows rows={12} label={t("Loading connections")} />;
  const openTable = route === null ? null : `${route.connection}/${route.schema}/${route.table}`;
  return (
    <div className={styles.split}>
      <CatalogTree catalogs={catalogs} openTable={openTable} />
      <div className={styles.main}>
        {route === null ? <Start catalogs={catalogs} queries={queries} /> : <TableView key={openTable} route={route} catalog={catalogs.catalogs[route.connection] ?? null} />}
      </div>
    </div>
  );
}

function NewQueryButton(): ReactNode {
  return (
    <Button size="compact-sm" leftSection={<SquareTerminal size={14} />} onClick={() => runCommand("sql.new")}>
      {t("New SQL query")}
    </Button>
  );
}

/** Before a table is chosen: what there is, or how to get some. */
function Start({ catalogs, queries }: { catalogs: Catalogs; queries: ReactNode }): ReactNode {
  const states = Object.values(catalogs.catalogs);
  const tables = states.reduce((sum, state) => sum + (state.kind === "ready" ? state.catalog.tables.length : 0), 0);
  const settled = states.every((state) => state.kind !== "loading");
  return (
    <Page title={t("Data")} count={settled ? t("{{count}} tables", { count: tables }) : null} tools={<NewQueryButton />}>
      {catalogs.diagnostics.map((text) => (
        <ErrorState key={text} title={t("A connection is not usable")} failure={{ code: "connection/failed", message: text, details: {} }} />
      ))}
      {Object.entries(catalogs.catalogs).map(
        ([id, state]) =>
          state.kind === "failed" && <ErrorState key={id} title={t("The catalogue of {{id}} could not be read", { id })} failure={{ code: "connection/failed", message: state.message, details: { connection: id } }} onRetry={catalogs.retry} />,
      )}
      {settled && tables === 0 ? (
        <EmptyState title={t("The warehouse is empty")} action={<Button component="a" href={formatRoute({ page: "dags" })}>{t("Choose a DAG to run")}</Button>}>
          {t("Run a DAG with SQL tasks; the tables it publishes show up here at once.")}
        </EmptyState>
      ) : (
        <EmptyState title={t("Choose a table")}>{t("Its first rows, columns and profile open here. Values are shown exactly as stored.")}</EmptyState>
      )}
      {queries}
    </Page>
  );
}
