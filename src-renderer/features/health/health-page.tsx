/** Health: is everything up, since when, how fast does it answer. */
import { Button, CopyButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { EngineInfo } from "../../../shared/contract/engine.ts";
import type { HostAppInfo } from "../../../shared/contract/host.ts";
import { runCommand } from "../../app/command-handlers.ts";
import { formatRoute } from "../../app/route.ts";
import { useHost } from "../../app/host-context.tsx";
import { useConnection } from "../../rpc/connection-store.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { DeadlineList } from "../../run-acts/deadline-list.tsx";
import { useRpcControls } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { InstantText, RelativeTime } from "../../ui/time-text.tsx";
import { BackupsCard } from "./backups-card.tsx";
import { ChannelsCard } from "./channels-card.tsx";
import { FastLaneCard } from "./fast-lane-card.tsx";
import { Facts, HealthCard, type Light } from "./health-card.tsx";
import { HealthJournal, useHealth, WatchCard } from "./self-watch.tsx";
import { QueuesCard } from "./queues-card.tsx";
import styles from "./health-page.module.css";

const runnerLights: Record<EngineInfo["runner"]["state"], Light> = { up: ["good", t("Up")], starting: ["wait", t("Starting")], down: ["bad", t("Down")] };
const sqlLights: Record<EngineInfo["sqlHost"]["state"], Light> = { up: ["good", t("Up")], idle: ["rest", t("Idle: starts with the first query")], down: ["bad", t("Down")] };
const modes: Record<EngineInfo["mode"], string> = { desktop: t("Desktop app"), server: t("Server for browsers"), cli: t("Command line") };

export function HealthPage(): ReactNode {
  const info = useEngineInfo();
  const host = useHost();
  const app = useQuery({ queryKey: ["host", "app-info"], queryFn: () => host.appInfo() }).data ?? null;
  const { ping } = useRpcControls();
  return (
    <Page
      title={t("Health")}
      scroll
      tools={
        <>
          <Button size="compact-sm" variant="default" onClick={() => void ping().catch(() => undefined)}>
            {t("Measure latency")}
          </Button>
          {host.kind === "desktop" && (
            <Button size="compact-sm" variant="default" onClick={() => runCommand("engine.restart")}>
              {t("Restart the engine")}
            </Button>
          )}
          <CopyButton value={JSON.stringify({ engine: info, app }, null, 2)}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy} disabled={info === null}>
                {copied ? t("Copied") : t("Copy details")}
              </Button>
            )}
          </CopyButton>
        </>
      }
    >
      {info === null ? <SkeletonRows rows={6} label={t("Waiting for the engine")} /> : <Cards info={info} app={app} />}
    </Page>
  );
}

function Cards({ info, app }: { info: EngineInfo; app: HostAppInfo | null }): ReactNode {
  const { phase, latencyMs } = useConnection();
  const engineLight: Light = phase !== "up" ? ["bad", t("Does not answer")] : info.trouble !== null ? ["bad", t("In trouble")] : ["good", t("Up")];
  const health = useHealth(info);
  return (
    <div className={styles.all}>
      <div className={styles.cards}>
        {health !== null && <WatchCard report={health} />}
        <HealthCard title={t("Engine")} light={engineLight}>
          <Facts
            facts={[
              [t("Round trip"), latencyMs === null ? t("not measured") : t("{{latencyMs}} ms", { latencyMs: latencyMs.toFixed(1) })],
              ...(info.trouble === null ? [] : ([[t("Trouble"), info.trouble]] as const)),
              [t("Started"), <StartedAt key="at" at={info.startedAt} />],
              [t("Version"), info.version],
              [t("Hosted by"), modes[info.mode]],
              [t("Process"), String(info.pid)],
              [t("Instance"), <code key="id">{info.instanceId}</code>],
            ]}
          />
        </HealthCard>
        <HealthCard title={t("Runner")} light={info.reading === undefined ? runnerLights[info.runner.state] : ["rest", t("Not started: nothing runs")]}>
          <Facts facts={[[t("Process"), info.runner.pid === null ? "none" : String(info.runner.pid)], [t("Does"), t("Starts, watches and stops task processes")]]} />
        </HealthCard>
        <HealthCard title={t("SQL host")} light={info.reading === undefined ? sqlLights[info.sqlHost.state] : ["rest", t("Not started: nothing runs")]}>
          <Facts facts={[[t("Process"), info.sqlHost.pid === null ? "none" : String(info.sqlHost.pid)], [t("Does"), t("Runs SQL outside the engine")]]} />
        </HealthCard>
        <HealthCard title={t("Tasks")} light={null}>
          <Facts
            facts={[
              [t("Running"), t("{{running}} of {{parallelism}} at the same time", { running: formatCount(info.running), parallelism: formatCount(info.parallelism) })],
              [t("Queued"), formatCount(info.queued)],
              [t("Slots"), <a key="pools" className="dw-link" href={formatRoute({ page: "pools" })}>{t("Pools: who takes them, who waits")}</a>],
              [t("History"), <a key="retention" className="dw-link" href={formatRoute({ page: "retention" })}>{t("Retention: which old runs go, and their archive")}</a>],
            ]}
          />
        </HealthCard>
        <HealthCard title={t("Workspace")} light={info.reading !== undefined ? ["wait", t("Read only")] : info.workspace.trusted ? ["good", t("Trusted")] : ["wait", t("Not trusted")]}>
          <Facts
            facts={[
              [t("Folder"), <code key="path">{info.workspace.path}</code>],
              [t("Data folder"), <code key="data">{`${info.workspace.path.replace(/[/\\]$/, "")}/.dagwright`}</code>],
            ]}
          />
        </HealthCard>
        {health !== null && <QueuesCard queues={health.queues} />}
        <FastLaneCard />
        <ChannelsCard />
        <BackupsCard />
        {app !== null && (
          <HealthCard title={t("Desktop app")} light={app.developmentRuntime ? ["wait", t("Development runtime")] : null}>
            <Facts facts={[[t("Version"), app.version], ["Electron", app.electron], ["Chromium", app.chrome], ["Node", app.node], [t("Platform"), `${app.platform} ${app.arch}`]]} />
          </HealthCard>
        )}
      </div>
      <div className={styles.deadlines}>
        <DeadlineList title={t("Missed deadlines")} />
      </div>
      {health !== null && <HealthJournal journal={health.journal} />}
    </div>
  );
}

function StartedAt({ at }: { at: number }): ReactNode {
  return (
    <>
      <RelativeTime at={at} /> (<InstantText at={at} />)
    </>
  );
}
