/** The frame around every page: title bar, activity bar, document tabs, banners, page, status bar. */
import type { ReactNode } from "react";
import { ActivityBar } from "./activity-bar.tsx";
import { useKeepNextRuns } from "../rpc/keep-next-runs.ts";
import { Banners } from "./banners.tsx";
import { DocumentTabs } from "./document-tabs.tsx";
import { UnsavedStrip } from "../features/recovery/unsaved-strip.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import styles from "./frame.module.css";
import { PageOutlet } from "./page-outlet.tsx";
import { useRoute } from "./route.ts";
import { StatusBar } from "./status-bar.tsx";
import { tabOf } from "./tabs.ts";
import { TitleBar } from "./title-bar.tsx";

export function Frame(): ReactNode {
  const route = useRoute();
  useKeepNextRuns();
  return (
    <div className={styles.frame}>
      <TitleBar />
      <ActivityBar route={route} />
      <DocumentTabs route={route} />
      <main id="page" className={styles.main} tabIndex={-1}>
        <Banners />
        <UnsavedStrip />
        <div className={styles.page}>
          <ErrorBoundary key={tabOf(route)?.key ?? route.page} where="This page">
            <PageOutlet route={route} />
          </ErrorBoundary>
        </div>
      </main>
      <StatusBar />
    </div>
  );
}
