/** Where one column of a result comes from: asked for in its menu, answered beside it, from the text that gave the result. */
import { Popover } from "@mantine/core";
import { useQuery as useRead } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import type { ResultColumn } from "../../../../shared/contract/sql.ts";
import { lineageOf } from "../../../../shared/sql/lineage.ts";
import { navigate } from "../../../app/route.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { columnOfResult } from "../../../sql-text/column-of-result.ts";
import { ColumnSources } from "../../../sql-text/query-columns.tsx";
import { dialectOf, inputOf, type SqlSubject } from "../../../sql-text/sql-subject.ts";
import { t } from "../../../strings/t.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import styles from "./results.module.css";

/** The statement that gave a result: it may have run on another connection than the text is written for now. */
export interface ResultOrigin {
  readonly subject: SqlSubject;
  readonly connection: string;
  readonly text: string;
}

export interface ColumnOriginProps {
  readonly origin: ResultOrigin;
  readonly columns: readonly ResultColumn[];
  readonly column: number;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

export function ColumnOrigin({ origin, columns, column, at, onClose }: ColumnOriginProps): ReactNode {
  const { subject, isReading } = useSubjectOf(origin);
  const found = useMemo(() => columnOfResult(lineageOf(inputOf(subject, origin.text)), columns.map(({ name }) => name), column), [subject, origin.text, columns, column]);
  const name = columns[column]?.name ?? "";
  return (
    <Popover opened onClose={onClose} onDismiss={onClose} position="bottom-start" withinPortal trapFocus returnFocus shadow="md" width={320}>
      <Popover.Target>
        <span style={{ position: "fixed", left: at.x, top: at.y, width: 1, height: 1 }} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Where {{name}} comes from", { name })}>
        <div className={styles.origin} data-autofocus tabIndex={-1}>
          <div className={styles.filterTitle}>
            <strong className="dw-ellipsis">{name}</strong>
            <span className="dw-dim">{t("comes from")}</span>
          </div>
          {isReading ? <SkeletonRows rows={1} label={t("Reading the tables")} /> : found === null ? <span className="dw-dim">{t("It cannot be told from the text of the statement.")}</span> : <ColumnSources column={found} subject={subject} />}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** With the catalogue of the connection that the statement ran on. */
function useSubjectOf({ subject, connection }: ResultOrigin): { subject: SqlSubject; isReading: boolean } {
  const rpc = useRpc();
  const isOther = subject.connection !== connection;
  const infos = useRead({ ...rpc.warehouse.connections.queryOptions({ input: {} }), enabled: isOther }).data?.connections;
  const { data: catalog = null, isLoading } = useRead({ ...rpc.warehouse.catalog.queryOptions({ input: { connection } }), retry: false });
  const own = useMemo<SqlSubject>(() => {
    if (!isOther) return { ...subject, catalog };
    const openTable: SqlSubject["openTable"] = (schema, table) => navigate({ page: "table", connection, schema, table });
    return { ...subject, connection, catalog, openTable, dialect: dialectOf(infos?.find(({ id }) => id === connection)) };
  }, [isOther, subject, connection, catalog, infos]);
  return { subject: own, isReading: isLoading };
}
