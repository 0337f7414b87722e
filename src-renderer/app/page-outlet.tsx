/** The page of a route. Pages are loaded when first shown, so that the window itself is up at once. */
import { Suspense, type ReactNode } from "react";
import { atLeisure } from "../pace/at-leisure.ts";
import { t } from "../strings/t.ts";
import { loadable } from "../ui/loadable.tsx";
import { SkeletonRows } from "../ui/skeleton-rows.tsx";
import { HomePage } from "../features/home/home-page.tsx";
import type { Route } from "./route.ts";

const loading = <SkeletonRows rows={12} label={t("Loading the page")} />;
const { Component: DagsPage } = loadable(async () => (await import("../features/dags/dags-page.tsx")).DagsPage, loading);
const { Component: DagPage, fetchAhead: fetchDagPage } = loadable(async () => (await import("../features/dag/dag-page.tsx")).DagPage, loading);
const { Component: DrawFace, fetchAhead: fetchDrawFace } = loadable(async () => (await import("../features/draw/draw-face.tsx")).DrawFace, loading);
const { Component: RunsPage } = loadable(async () => (await import("../features/runs/runs-page.tsx")).RunsPage, loading);
const { Component: AuditPage } = loadable(async () => (await import("../features/audit/audit-page.tsx")).AuditPage, loading);
const { Component: TimelinePage } = loadable(async () => (await import("../features/timeline/timeline-page.tsx")).TimelinePage, loading);
const { Component: FindPage } = loadable(async () => (await import("../features/find/find-page.tsx")).FindPage, loading);
const { Component: FindArchive } = loadable(async () => (await import("../features/retention/find-archive.tsx")).FindArchive, null);
const { Component: WarehousePage } = loadable(async () => (await import("../features/warehouse/warehouse-page.tsx")).WarehousePage, loading);
const { Component: SqlPage } = loadable(async () => (await import("../features/sql/sql-page.tsx")).SqlPage, loading);
const { Component: QueryFiles } = loadable(async () => (await import("../features/sql/query-files.tsx")).QueryFiles, loading);
const { Component: SettingsPage } = loadable(async () => (await import("../features/settings/settings-page.tsx")).SettingsPage, loading);
const { Component: SchedulesPage } = loadable(async () => (await import("../features/schedules/schedules-page.tsx")).SchedulesPage, loading);
const { Component: AssetsPage } = loadable(async () => (await import("../features/assets/assets-page.tsx")).AssetsPage, loading);
const { Component: PoolsPage } = loadable(async () => (await import("../features/pools/pools-page.tsx")).PoolsPage, loading);
const { Component: RetentionPage } = loadable(async () => (await import("../features/retention/retention-page.tsx")).RetentionPage, loading);
const { Component: HealthPage } = loadable(async () => (await import("../features/health/health-page.tsx")).HealthPage, loading);

/** Most people come for a DAG: its page is fetched while the engine still starts, what draws on it when nothing else is to be done. */
export function prefetchDagPage(): void {
  fetchDagPage();
  atLeisure(fetchDrawFace);
}

export function PageOutlet({ route }: { route: Route }): ReactNode {
  return <Suspense fallback={loading}>{pageOf(route)}</Suspense>;
}

function pageOf(route: Route): ReactNode {
  switch (route.page) {
    case "home":
      return <HomePage />;
    case "dags":
      return <DagsPage />;
    case "dag":
      return <DagPage key={dagKey(undefined, route.dagId)} dagId={route.dagId} draw={DrawFace} drawn={route.face === "draw"} />;
    case "run":
      return <DagPage key={dagKey(route.source, route.dagId)} dagId={route.dagId} source={route.source} runId={route.runId} taskId={route.taskId} tryNumber={route.tryNumber} line={route.line} face={route.face} other={route.other} otherSource={route.otherSource} draw={DrawFace} />;
    case "runs":
      return <RunsPage route={route} />;
    case "audit":
      return <AuditPage route={route} />;
    case "timeline":
      return <TimelinePage route={route} />;
    case "find":
      return <FindPage text={route.text} archive={FindArchive} />;
    case "data":
      return <WarehousePage route={null} queries={<QueryFiles />} />;
    case "table":
      return <WarehousePage route={route} queries={null} />;
    case "sql":
      return <SqlPage key={route.path} path={route.path} />;
    case "settings":
      return <SettingsPage keys={route.face === "keys"} />;
    case "schedules":
      return <SchedulesPage />;
    case "assets":
      return <AssetsPage route={route} />;
    case "pools":
      return <PoolsPage />;
    case "retention":
      return <RetentionPage />;
    case "health":
      return <HealthPage />;
  }
}

/** From the DAG to one of its runs, and from run to run, the page stays as it is. */
function dagKey(source: string | undefined, dagId: string): string {
  return `${source ?? ""} ${dagId}`;
}
