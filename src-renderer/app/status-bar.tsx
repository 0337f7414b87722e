/** Status bar: what the engine does now. Every item opens its page. */
import { useQuery } from "@tanstack/react-query";
import { CirclePause, CirclePlay, Ellipsis, TriangleAlert } from "lucide-react";
import { useEffect, type ReactNode } from "react";
import { useConnection, type ConnectionState } from "../rpc/connection-store.ts";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { useRpc, useRpcControls } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { formatCount, formatDuration } from "../ui/format.ts";
import { useDisplayZone, usePreferences } from "../ui/preferences.tsx";
import styles from "./frame.module.css";
import { formatRoute } from "./route.ts";

export function StatusBar(): ReactNode {
  const connection = useConnection();
  const info = useEngineInfo();
  const problems = useQuery(useRpc().dags.list.queryOptions({ input: {} })).data?.diagnostics.length ?? 0;
  const measure = useLatency(connection.phase === "up");
  return (
    <footer className={styles.status} aria-label={t("Status")}>
      <a className={styles.statusItem} href={formatRoute({ page: "health" })} onPointerEnter={measure} title={t("Engine: open health")}>
        <span className={styles.dot} data-phase={connection.phase} aria-hidden />
        <span aria-live="polite">{engineWords(connection)}</span>
      </a>
      <a className={styles.statusItem} href={formatRoute({ page: "runs", state: "running" })} title={t("Open running runs")}>
        <CirclePlay size={13} aria-hidden />
        {t("{{running}} running", { running: formatCount(info?.running ?? 0) })}
      </a>
      <a className={styles.statusItem} href={formatRoute({ page: "runs", state: "queued" })} title={t("Open queued runs")}>
        <Ellipsis size={13} aria-hidden />
        {t("{{queued}} queued", { queued: formatCount(info?.queued ?? 0) })}
      </a>
      {info?.schedulesPausedSince != null && (
        <a className={styles.statusItem} href={formatRoute({ page: "schedules" })} style={{ color: "var(--dw-warn)" }} title={t("All schedules are paused: open the schedules")}>
          <CirclePause size={13} aria-hidden />
          {t("Schedules paused")}
        </a>
      )}
      {problems > 0 && (
        <a className={styles.statusItem} href={formatRoute({ page: "dags" })} style={{ color: "var(--dw-warn)" }} title={t("Open the DAGs and their problems")}>
          <TriangleAlert size={13} aria-hidden />
          {t("{{count}} problems", { count: problems })}
        </a>
      )}
      <ZoneItem />
    </footer>
  );
}

/** Measures once the wire is up and again on demand; never by a timer. */
function useLatency(up: boolean): () => void {
  const { ping } = useRpcControls();
  const measure = (): void => void ping().catch(() => undefined);
  useEffect(() => {
    if (!up) return;
    // Once the first screen is drawn: before that the number would measure our own start.
    // The first call of a wire pays for what is set up with it; the second says how fast it is.
    const timer = setTimeout(() => void ping().then(ping).catch(() => undefined), 1500);
    return () => clearTimeout(timer);
  }, [up, ping]);
  return measure;
}

export function engineWords({ phase, latencyMs }: ConnectionState): string {
  switch (phase) {
    case "up":
      return latencyMs === null ? t("Engine") : t("Engine {{latencyMs}}", { latencyMs: latencyMs < 10 ? t("{{latencyMs}} ms", { latencyMs: latencyMs.toFixed(1) }) : formatDuration(latencyMs) });
    case "connecting":
      return t("Connecting to the engine");
    case "reconnecting":
      return t("Reconnecting to the engine");
    case "down":
      return t("Engine does not answer");
  }
}

function ZoneItem(): ReactNode {
  const zone = useDisplayZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { timeZone } = usePreferences();
  return (
    <a className={`${styles.statusItem} ${styles.statusEnd}`} href={formatRoute({ page: "settings" })} title={t("Times are shown in this zone; change it in the settings")}>
      {timeZone === "dag" ? t("Times in the DAG's zone") : zone}
    </a>
  );
}
