/** The page of a route. Pages are loaded when first shown, so that the window itself is up at once. */
import { lazy, Suspense, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { SkeletonRows } from "../ui/skeleton-rows.tsx";
import { HomePage } from "../features/home/home-page.tsx";
import type { Route } from "./route.ts";

const DagsPage = lazy(async () => ({ default: (await import("../features/dags/dags-page.tsx")).DagsPage }));
const loadDagPage = (): Promise<typeof import("../features/dag/dag-page.tsx")> => import("../features/dag/dag-page.tsx");
const DagPage = lazy(async () => ({ default: (await loadDagPage()).DagPage }));
const DrawFace = lazy(async () => ({ default: (await import("../features/draw/draw-face.tsx")).DrawFace }));
const RunsPage = lazy(async () => ({ default: (await import("../features/runs/runs-page.tsx")).RunsPage }));
const FindPage = lazy(async () => ({ default: (await import("../features/find/find-page.tsx")).FindPage }));
const WarehousePage = lazy(async () => ({ default: (await import("../features/warehouse/warehouse-page.tsx")).WarehousePage }));
const SqlPage = lazy(async () => ({ default: (await import("../features/sql/sql-page.tsx")).SqlPage }));
const QueryFiles = lazy(async () => ({ default: (await import("../features/sql/query-files.tsx")).QueryFiles }));
const SettingsPage = lazy(async () => ({ default: (await import("../features/settings/settings-page.tsx")).SettingsPage }));
const HealthPage = lazy(async () => ({ default: (await import("../features/health/health-page.tsx")).HealthPage }));

/** Most people come for a DAG: its page is fetched while the engine still starts. */
export function prefetchDagPage(): void {
  void loadDagPage();
}

export function PageOutlet({ route }: { route: Route }): ReactNode {
  return <Suspense fallback={<SkeletonRows rows={12} label={t("Loading the page")} />}>{pageOf(route)}</Suspense>;
}

function pageOf(route: Route): ReactNode {
  switch (route.page) {
    case "home":
      return <HomePage />;
    case "dags":
      return <DagsPage />;
    case "dag":
      return <DagPage key={route.dagId} dagId={route.dagId} draw={DrawFace} drawn={route.face === "draw"} />;
    case "run":
      return <DagPage key={route.dagId} dagId={route.dagId} runId={route.runId} taskId={route.taskId} tryNumber={route.tryNumber} face={route.face} draw={DrawFace} />;
    case "runs":
      return <RunsPage route={route} />;
    case "find":
      return <FindPage text={route.text} />;
    case "data":
      return <WarehousePage route={null} queries={<QueryFiles />} />;
    case "table":
      return <WarehousePage route={route} queries={null} />;
    case "sql":
      return <SqlPage key={route.path} path={route.path} />;
    case "settings":
      return <SettingsPage keys={route.face === "keys"} />;
    case "health":
      return <HealthPage />;
  }
}
