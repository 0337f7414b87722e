/** The columns of a table with their types. */
import type { ReactNode } from "react";
import type { CatalogTable } from "../../../shared/contract/warehouse.ts";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import styles from "./warehouse.module.css";

export interface TableColumnsProps {
  /** Null while the catalogue does not list it. */
  readonly table: CatalogTable | null;
  readonly reading: boolean;
}

export function TableColumns({ table, reading }: TableColumnsProps): ReactNode {
  if (table === null && reading) return <SkeletonRows rows={8} label={t("Reading the catalogue")} />;
  if (table === null) return <EmptyState title={t("No columns to show")}>{t("The catalogue of this connection does not list the table.")}</EmptyState>;
  return (
    <div style={{ overflow: "auto" }} tabIndex={0} role="region" aria-label={t("Columns")}>
      <table className={styles.columns}>
        <thead>
          <tr>
            <th scope="col">{t("Column")}</th>
            <th scope="col">{t("Type")}</th>
            <th scope="col">NULL</th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map((column) => (
            <tr key={column.name}>
              <td className="dw-mono">{column.name}</td>
              <td className="dw-mono dw-dim">{column.type}</td>
              <td className="dw-dim">{column.nullable ? t("allowed") : t("not null")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
