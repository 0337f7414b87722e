/** A chart of a result: aggregated by the engine over all of its rows, drawn here, with its figures as a table beside it. */
import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ImageDown, Table } from "lucide-react";
import { useMemo, useRef, useState, type ReactNode } from "react";
import type { ChartData, ChartSpec } from "../../../../../shared/contract/sql-look.ts";
import type { ResultColumn } from "../../../../../shared/contract/sql.ts";
import { useHost } from "../../../../app/host-context.tsx";
import { toFailure } from "../../../../rpc/failure.ts";
import { useRpc } from "../../../../rpc/rpc-provider.tsx";
import { t } from "../../../../strings/t.ts";
import { DataGrid } from "../../../../ui/data-grid.tsx";
import { EmptyState } from "../../../../ui/empty-state.tsx";
import { ErrorState } from "../../../../ui/error-state.tsx";
import { formatCount } from "../../../../ui/format.ts";
import { SkeletonRows } from "../../../../ui/skeleton-rows.tsx";
import type { Filter } from "../result-order.ts";
import { firstSpec, titleOf, yWords } from "./chart-choice.ts";
import { ChartForm } from "./chart-form.tsx";
import { pngOf, svgText } from "./chart-image.ts";
import { ChartPicture } from "./chart-picture.tsx";
import { seriesColour } from "./chart-svg.tsx";
import { tableOf } from "./chart-table.ts";
import styles from "./chart.module.css";

export interface ResultChartProps {
  readonly resultId: string;
  readonly columns: readonly ResultColumn[];
  readonly filters: readonly Filter[];
  readonly name: string;
}

export function ResultChart({ resultId, columns, filters, name }: ResultChartProps): ReactNode {
  const rpc = useRpc();
  const host = useHost();
  const svg = useRef<SVGSVGElement>(null);
  const [spec, setSpec] = useState<ChartSpec>(() => firstSpec(columns));
  const [hasTable, setTable] = useState(true);
  const [point, setPoint] = useState<number | null>(null);
  const input = { resultId, spec, ...(filters.length === 0 ? {} : { filter: [...filters] }) };
  const query = useQuery({ ...rpc.sql.chart.queryOptions({ input }), placeholderData: keepPreviousData, staleTime: Infinity, gcTime: 60_000, retry: false });
  // While the next is worked out the last one stays, with its own words.
  const [drawn, setDrawn] = useState<{ data: ChartData; spec: ChartSpec } | null>(null);
  if (query.data !== undefined && !query.isPlaceholderData && drawn?.data !== query.data) setDrawn({ data: query.data, spec });
  const title = drawn === null ? "" : titleOf(columns, drawn.spec);
  const save = async (format: "svg" | "png"): Promise<void> => {
    if (svg.current === null) return;
    try {
      const text = svgText(svg.current, title);
      if (format === "svg") await host.saveText(`${name}-chart.svg`, text);
      else await host.saveFile(`${name}-chart.png`, await pngOf(text));
    } catch (thrown) {
      notifications.show({ color: "red", title: t("The picture could not be made"), message: toFailure(thrown).message });
    }
  };
  return (
    <section className={styles.chart} aria-label={t("Chart of the result")} aria-busy={query.isFetching}>
      <ChartForm
        columns={columns}
        spec={spec}
        onChange={(next) => {
          setSpec(next);
          setPoint(null);
        }}
      >
        <Button size="compact-xs" variant={hasTable ? "light" : "subtle"} color={hasTable ? "indigo" : "gray"} aria-pressed={hasTable} leftSection={<Table size={13} aria-hidden />} onClick={() => setTable(!hasTable)}>
          {t("Figures")}
        </Button>
        <Menu position="bottom-end" returnFocus>
          <Menu.Target>
            <Button size="compact-xs" variant="subtle" color="gray" leftSection={<ImageDown size={13} aria-hidden />} disabled={drawn === null || drawn.data.points.length === 0}>
              {t("Picture")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void save("png")}>{t("Save as PNG…")}</Menu.Item>
            <Menu.Item onClick={() => void save("svg")}>{t("Save as SVG…")}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </ChartForm>
      {query.isError && <ErrorState title={t("The chart could not be made")} failure={toFailure(query.error)} onRetry={() => void query.refetch()} />}
      {drawn === null && !query.isError && <SkeletonRows rows={8} label={t("Working the chart out")} />}
      {drawn !== null && !query.isError && <Drawn {...{ drawn, columns, title, svg, point, setPoint, hasTable }} />}
    </section>
  );
}

interface DrawnProps {
  readonly drawn: { readonly data: ChartData; readonly spec: ChartSpec };
  readonly columns: readonly ResultColumn[];
  readonly title: string;
  readonly svg: React.RefObject<SVGSVGElement | null>;
  readonly point: number | null;
  readonly setPoint: (point: number | null) => void;
  readonly hasTable: boolean;
}

function Drawn({ drawn: { data, spec }, columns, title, svg, point, setPoint, hasTable }: DrawnProps): ReactNode {
  const table = useMemo(() => tableOf(data, columns, spec), [data, columns, spec]);
  if (data.points.length === 0) return <EmptyState title={t("There is nothing to draw")}>{data.notes[0] ?? t("No row has a value here.")}</EmptyState>;
  const held = point === null ? undefined : data.points[point];
  return (
    <>
      {spec.series !== null && (
        <ul className={styles.legend} aria-label={t("Series")}>
          {data.series.map((name, index) => (
            <li key={index}>
              <span className={styles.swatch} style={{ background: seriesColour(index) }} />
              <span className="dw-ellipsis">{name ?? "NULL"}</span>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.body}>
        <ChartPicture data={data} kind={spec.kind} label={title} xTitle={columns[spec.x]?.name ?? ""} yTitle={yWords(columns, spec)} {...{ svg, point }} onPoint={setPoint} />
        {hasTable && (
          <div className={styles.data}>
            <DataGrid rows={table} label={t("Figures: {{title}}", { title })} />
          </div>
        )}
      </div>
      <p className={styles.said} style={{ margin: 0 }}>
        <span role="status">
          {held === undefined ? (
            t("{{count}} points from {{rows}} rows", { count: data.points.length, rows: formatCount(data.rows) })
          ) : (
            <>
              {columns[spec.x]?.name}: <b>{held.x ?? "NULL"}</b>
              {spec.series !== null && (
                <>
                  {" "}
                  · {columns[spec.series]?.name}: <b>{data.series[held.series] ?? "NULL"}</b>
                </>
              )}{" "}
              · {yWords(columns, spec)}: <b>{held.text}</b>
            </>
          )}
        </span>
        {data.notes.map((note) => (
          <span key={note} className={styles.notes}>
            {note}
          </span>
        ))}
      </p>
    </>
  );
}
