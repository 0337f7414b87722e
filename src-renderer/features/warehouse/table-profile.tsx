/** The profile of a table: for each column how full, how varied, how spread. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ColumnProfile } from "../../../shared/contract/warehouse.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format.ts";
import { Waiting } from "../../ui/waiting.tsx";
import { axisWords } from "./axis-words.ts";
import { Stopped } from "./stopped.tsx";
import type { TableRoute } from "./table-view.tsx";
import { useStopping } from "./use-stopping.ts";
import styles from "./warehouse.module.css";

export function TableProfile({ route: { connection, schema, table } }: { route: TableRoute }): ReactNode {
  const options = useRpc().warehouse.profile.queryOptions({ input: { connection, schema, table } });
  const query = useQuery(options);
  const { stopped, cancel, again } = useStopping(query, options.queryKey);
  if (query.isError) return <ErrorState title={`${schema}.${table} could not be profiled`} failure={toFailure(query.error)} onRetry={again} />;
  if (stopped) return <Stopped what="Counting the values" onAgain={again} />;
  if (query.data === undefined) return <Waiting rows={10} label="Counting values" onCancel={cancel} />;
  const { columns } = query.data;
  const sample = columns.find((column) => column.sampledFrom !== undefined);
  return (
    <>
      {sample?.sampledFrom !== undefined && (
        <p className={styles.sample}>
          Figures of a sample: {formatCount(sample.rowCount)} of about {formatCount(sample.sampledFrom)} rows.
        </p>
      )}
      <div className={styles.profile} tabIndex={0} role="region" aria-label="Profile">
        {columns.map((column) => (
          <ColumnCard key={column.name} column={column} />
        ))}
      </div>
    </>
  );
}

function ColumnCard({ column }: { column: ColumnProfile }): ReactNode {
  return (
    <section className={styles.card} aria-label={column.name}>
      <div className={styles.cardHead}>
        <h2 className="dw-small-heading dw-mono dw-ellipsis" title={column.name}>
          {column.name}
        </h2>
        <span className="dw-mono dw-dim dw-ellipsis" style={{ marginLeft: "auto", flex: "none" }}>
          {column.type}
        </span>
      </div>
      <Histogram column={column} />
      <div className={styles.stats}>
        <span>{formatCount(column.distinctCount)} distinct</span>
        <span style={column.nullCount > 0 ? { color: "var(--dw-warn)" } : undefined}>
          {formatCount(column.nullCount)} NULL ({percent(column.nullCount, column.rowCount)})
        </span>
        {column.mean !== null && <span title={column.mean}>mean {shorten(column.mean)}</span>}
      </div>
      <div className={styles.nulls} aria-hidden>
        <div className={styles.nullsFill} style={{ width: `${column.rowCount === 0 ? 0 : (100 * column.nullCount) / column.rowCount}%` }} />
      </div>
    </section>
  );
}

function Histogram({ column }: { column: ColumnProfile }): ReactNode {
  const most = Math.max(1, ...column.buckets.map((bucket) => bucket.count));
  return (
    <>
      <div className={styles.histogram} role="img" aria-label={`${column.buckets.length} buckets; most in ${column.buckets.find((bucket) => bucket.count === most)?.label ?? "none"}`}>
        {column.buckets.map((bucket, index) => (
          <span key={index} className={styles.bucket} style={{ height: `${(100 * bucket.count) / most}%` }} title={`${bucket.label}: ${formatCount(bucket.count)}`} />
        ))}
      </div>
      <div className={styles.ends}>
        {axisWords(column).map((words, end) => (
          <span key={end} className="dw-ellipsis" title={words}>
            {words}
          </span>
        ))}
      </div>
    </>
  );
}

/** Never rounds some to none: one NULL in a million is `< 0.1 %`. */
function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return "0 %";
  const share = (100 * part) / whole;
  if (share < 0.1) return "< 0.1 %";
  return share > 99.9 && part < whole ? "> 99.9 %" : `${share.toFixed(1)} %`;
}

function shorten(number: string): string {
  const value = Number(number);
  return Number.isFinite(value) && number.length > 10 ? `≈ ${value.toPrecision(6)}` : number;
}
