/** The frame around every page: title bar, activity bar, banners, the halves with their documents, status bar. */
import type { ReactNode } from "react";
import { UnsavedStrip } from "../features/recovery/unsaved-strip.tsx";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { useKeepNextRuns } from "../rpc/keep-next-runs.ts";
import { ActivityBar } from "./activity-bar.tsx";
import { Banners } from "./banners.tsx";
import styles from "./frame.module.css";
import { HalvesView } from "./halves-view.tsx";
import { useRoute } from "./route.ts";
import { StatusBar } from "./status-bar.tsx";
import { TitleBar } from "./title-bar.tsx";

export function Frame(): ReactNode {
  const route = useRoute();
  useKeepNextRuns();
  const isReading = useEngineInfo()?.reading !== undefined;
  return (
    <div className={styles.frame}>
      <TitleBar />
      <ActivityBar route={route} />
      <main className={styles.main}>
        <Banners />
        {!isReading && <UnsavedStrip />}
        <HalvesView />
      </main>
      <StatusBar />
    </div>
  );
}
