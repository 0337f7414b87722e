/** Rows of a table of a run that lies elsewhere: as its capsule recorded them, or why it has none. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { RecordedRows as Recorded } from "../../../../shared/contract/capsules.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { DataGrid } from "../../../ui/data-grid.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { sourceOf } from "../../../ui/row-source.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import styles from "./task-panel.module.css";

export function RecordedRows({ source, taskId, table }: { source: string; taskId: string; table: string }): ReactNode {
  const query = useQuery({ ...useRpc().capsules.rows.queryOptions({ input: { source, taskId, table } }), retry: false });
  if (query.error) return <ErrorState title={t("{{table}} could not be read", { table })} failure={toFailure(query.error)} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonRows rows={4} label={t("Reading rows")} />;
  const { set, why } = query.data;
  if (set === null) return <p className="dw-dim">{t("Its rows are not in this capsule: {{why}}.", { why: why ?? "" })}</p>;
  return (
    <>
      <p className="dw-dim">{factsOf(query.data, set.rows.length).join(" ")}</p>
      {set.rows.length > 0 && (
        <div className={styles.failing} style={{ height: Math.min(360, 62 + set.rows.length * 28) }}>
          <DataGrid rows={sourceOf(set)} label={t("Rows of {{table}}", { table })} />
        </div>
      )}
    </>
  );
}

function factsOf({ set, recorded, isOfRun, masked }: Recorded, shown: number): string[] {
  const total = set?.totalRows ?? recorded;
  return [
    total > shown ? t("The first {{shown}} of {{count}} rows, as the capsule recorded them.", { shown, count: total }) : t("The {{count}} rows, as the capsule recorded them.", { count: shown }),
    ...(masked.length === 0 ? [] : [t("Masked: {{columns}}.", { columns: masked.join(", ") })]),
    ...(isOfRun === false ? [t("A later run had filled the table anew by then.")] : []),
  ];
}
