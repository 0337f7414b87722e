/** The rows of one result in the grid, fetched as they come into sight, sorted by the database, exported by the engine. */
import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Download } from "lucide-react";
import { useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { exportFormats, type ExportFormat, type ResultColumn } from "../../../shared/contract/sql.ts";
import { useHost } from "../../app/host-context.tsx";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";
import { DataGrid } from "../../ui/data-grid.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format.ts";
import { ResultPages, type ResultOrder } from "./result-pages.ts";
import styles from "./sql.module.css";

export interface ResultViewProps {
  readonly resultId: string;
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** No more rows will come. */
  readonly isWhole: boolean;
}

const names: Readonly<Record<ExportFormat, string>> = { csv: "CSV", parquet: "Parquet", json: "JSON", xlsx: "Excel" };

export function ResultView({ resultId, columns, rowCount, isWhole }: ResultViewProps): ReactNode {
  const client = useEngineClient();
  const [pages] = useState(() => new ResultPages({ ask: (input, signal) => client.sql.page(input, { signal }), resultId, columns }));
  const { source, failure } = useSyncExternalStore(
    (listener) => pages.subscribe(listener),
    () => pages.get(),
  );
  useEffect(() => pages.grow(rowCount), [pages, rowCount]);
  useEffect(() => () => pages.dispose(), [pages]);
  // The same call asks again when pages were forgotten, or more rows have come.
  const need = useCallback((from: number, to: number) => void (source.rowCount > 0 && pages.need(from, to)), [pages, source]);
  const sort = (column: number): void => pages.sort(nextOrder(pages.order, column));
  if (failure !== null) return <ErrorState title="The rows could not be read" failure={toFailure(failure)} />;
  return (
    <>
      <div style={{ flex: 1, minHeight: 0 }}>
        <DataGrid rows={source} label="Rows of the result" onShown={need} {...(isWhole ? { order: { column: pages.order?.column ?? null, descending: pages.order?.descending ?? false, onSort: sort } } : {})} />
      </div>
      <div className={styles.summary}>
        <span className="dw-num">
          {formatCount(rowCount)} rows × {formatCount(columns.length)} columns
        </span>
        <span className={styles.barEnd}>{isWhole && <ExportMenu resultId={resultId} order={pages.order} />}</span>
      </div>
    </>
  );
}

/** Ascending, descending, as it came. */
function nextOrder(order: ResultOrder | null, column: number): ResultOrder | null {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? null : { column, descending: true };
}

function ExportMenu({ resultId, order }: { resultId: string; order: ResultOrder | null }): ReactNode {
  const client = useEngineClient();
  const host = useHost();
  const [running, setRunning] = useState<{ rows: number; stop: AbortController } | null>(null);
  const write = async (format: ExportFormat): Promise<void> => {
    const target = await host.chooseExport(`result.${format}`);
    if (target === null) return;
    const stop = new AbortController();
    setRunning({ rows: 0, stop });
    try {
      const source = { resultId, ...(order === null ? {} : { sort: [order] }) };
      for await (const event of await client.sql.export({ source, format, target }, { signal: stop.signal })) {
        if (event.kind === "progress") setRunning({ rows: event.rows, stop });
        else told(event.rows, event.path, event.download);
      }
    } catch (thrown) {
      if (!stop.signal.aborted) notifications.show({ color: "red", title: "The export failed", message: toFailure(thrown).message });
    } finally {
      setRunning(null);
    }
  };
  if (running !== null) {
    return (
      <>
        <span role="status">{formatCount(running.rows)} rows written…</span>
        <Button size="compact-xs" variant="default" onClick={() => running.stop.abort()}>
          Cancel
        </Button>
      </>
    );
  }
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button size="compact-xs" variant="default" leftSection={<Download size={12} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exportFormats.map((format) => (
          <Menu.Item key={format} onClick={() => void write(format)}>
            {names[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function told(rows: number, path: string | null, download: string | null): void {
  if (download !== null) {
    const link = document.createElement("a");
    link.href = download;
    link.download = "";
    link.click();
  }
  notifications.show({ message: path === null ? `${formatCount(rows)} rows exported` : `${formatCount(rows)} rows written to ${path}` });
}
