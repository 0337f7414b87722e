/** Health: is everything up, since when, how fast does it answer. */
import { Button, CopyButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { EngineInfo } from "../../../shared/contract/engine.ts";
import type { HostAppInfo } from "../../../shared/contract/host.ts";
import { runCommand } from "../../app/command-handlers.ts";
import { useHost } from "../../app/host-context.tsx";
import { useConnection } from "../../rpc/connection-store.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { useRpcControls } from "../../rpc/rpc-provider.tsx";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { InstantText, RelativeTime } from "../../ui/time-text.tsx";
import { Facts, HealthCard, type Light } from "./health-card.tsx";
import styles from "./health-page.module.css";

const runnerLights: Record<EngineInfo["runner"]["state"], Light> = { up: ["good", "Up"], starting: ["wait", "Starting"], down: ["bad", "Down"] };
const sqlLights: Record<EngineInfo["sqlHost"]["state"], Light> = { up: ["good", "Up"], idle: ["rest", "Idle: starts with the first query"], down: ["bad", "Down"] };
const modes: Record<EngineInfo["mode"], string> = { desktop: "Desktop app", server: "Server for browsers", cli: "Command line" };

export function HealthPage(): ReactNode {
  const info = useEngineInfo();
  const host = useHost();
  const app = useQuery({ queryKey: ["host", "app-info"], queryFn: () => host.appInfo() }).data ?? null;
  const { ping } = useRpcControls();
  return (
    <Page
      title="Health"
      scroll
      tools={
        <>
          <Button size="compact-sm" variant="default" onClick={() => void ping().catch(() => undefined)}>
            Measure latency
          </Button>
          {host.kind === "desktop" && (
            <Button size="compact-sm" variant="default" onClick={() => runCommand("engine.restart")}>
              Restart the engine
            </Button>
          )}
          <CopyButton value={JSON.stringify({ engine: info, app }, null, 2)}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy} disabled={info === null}>
                {copied ? "Copied" : "Copy details"}
              </Button>
            )}
          </CopyButton>
        </>
      }
    >
      {info === null ? <SkeletonRows rows={6} label="Waiting for the engine" /> : <Cards info={info} app={app} />}
    </Page>
  );
}

function Cards({ info, app }: { info: EngineInfo; app: HostAppInfo | null }): ReactNode {
  const { phase, latencyMs } = useConnection();
  const engineLight: Light = phase !== "up" ? ["bad", "Does not answer"] : info.trouble !== null ? ["bad", "In trouble"] : ["good", "Up"];
  return (
    <div className={styles.cards}>
      <HealthCard title="Engine" light={engineLight}>
        <Facts
          facts={[
            ["Round trip", latencyMs === null ? "not measured" : `${latencyMs.toFixed(1)} ms`],
            ...(info.trouble === null ? [] : ([["Trouble", info.trouble]] as const)),
            ["Started", <StartedAt key="at" at={info.startedAt} />],
            ["Version", info.version],
            ["Hosted by", modes[info.mode]],
            ["Process", String(info.pid)],
            ["Instance", <code key="id">{info.instanceId}</code>],
          ]}
        />
      </HealthCard>
      <HealthCard title="Runner" light={runnerLights[info.runner.state]}>
        <Facts facts={[["Process", info.runner.pid === null ? "none" : String(info.runner.pid)], ["Does", "Starts, watches and stops task processes"]]} />
      </HealthCard>
      <HealthCard title="SQL host" light={sqlLights[info.sqlHost.state]}>
        <Facts facts={[["Process", info.sqlHost.pid === null ? "none" : String(info.sqlHost.pid)], ["Does", "Runs SQL outside the engine"]]} />
      </HealthCard>
      <HealthCard title="Tasks" light={null}>
        <Facts
          facts={[
            ["Running", `${formatCount(info.running)} of ${formatCount(info.parallelism)} at the same time`],
            ["Queued", formatCount(info.queued)],
          ]}
        />
      </HealthCard>
      <HealthCard title="Workspace" light={info.workspace.trusted ? ["good", "Trusted"] : ["wait", "Not trusted"]}>
        <Facts
          facts={[
            ["Folder", <code key="path">{info.workspace.path}</code>],
            ["Data folder", <code key="data">{`${info.workspace.path.replace(/[/\\]$/, "")}/.dagwright`}</code>],
          ]}
        />
      </HealthCard>
      {app !== null && (
        <HealthCard title="Desktop app" light={app.developmentRuntime ? ["wait", "Development runtime"] : null}>
          <Facts facts={[["Version", app.version], ["Electron", app.electron], ["Chromium", app.chrome], ["Node", app.node], ["Platform", `${app.platform} ${app.arch}`]]} />
        </HealthCard>
      )}
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
