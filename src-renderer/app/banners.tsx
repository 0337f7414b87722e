/** Calm strips above the page: lost engine, trouble, no trust, development runtime. Each says what to do. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { BookOpen, CloudOff, DatabaseZap, FlaskConical, KeyRound, LoaderCircle, ShieldAlert, TriangleAlert, type LucideIcon } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { missingWords, type Reading } from "../../shared/model/reading.ts";
import { useConnection } from "../rpc/connection-store.ts";
import { useEngineInfo } from "../rpc/engine-info.ts";
import { toFailure } from "../rpc/failure.ts";
import { useRpcControls } from "../rpc/rpc-provider.tsx";
import { rich } from "../strings/rich.tsx";
import { t } from "../strings/t.ts";
import { useNow } from "../ui/clock.ts";
import { formatDuration } from "../ui/format.ts";
import styles from "./banners.module.css";
import { runCommand } from "./command-handlers.ts";
import { failureOf, type EngineFailure } from "./host.ts";
import { useHost } from "./host-context.tsx";

export function Banners(): ReactNode {
  return (
    <>
      <EngineBanner />
      <TroubleBanner />
      <ReadingBanner />
      <TrustBanner />
      <RuntimeBanner />
    </>
  );
}

interface BannerProps {
  readonly tone: "plain" | "warn" | "error";
  readonly icon: LucideIcon;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

function Banner({ tone, icon: Icon, children, action }: BannerProps): ReactNode {
  const color = tone === "plain" ? "var(--dw-text-2)" : `var(--dw-${tone})`;
  return (
    <div className={styles.banner} data-tone={tone} role="status">
      <Icon size={16} color={color} aria-hidden style={{ flex: "none" }} />
      <div className={styles.text}>{children}</div>
      {action}
    </div>
  );
}

/** Why there is no engine, where it said so itself: starting it again would end the same way. */
function EngineBanner(): ReactNode {
  const host = useHost();
  const failure = useEngineFailure();
  const { mutate, isPending, error } = useMutation({ mutationFn: () => host.restoreState() });
  const reading = useMutation({ mutationFn: () => host.openForReading() });
  if (failure === null) return <ConnectionBanner />;
  const isNewer = failure.code === "store/newer";
  const isState = failure.code === "store/damaged" || isNewer;
  const act = isState ? (
    <>
      {isNewer && (
        <Button size="compact-sm" className={styles.act ?? ""} loading={reading.isPending} onClick={() => reading.mutate()}>
          {t("Open for reading")}
        </Button>
      )}
      <Button variant="default" size="compact-sm" className={styles.act ?? ""} loading={isPending} onClick={() => mutate()}>
        {t("Restore…")}
      </Button>
    </>
  ) : (
    <Button variant="default" size="compact-sm" onClick={() => void host.restartEngine()}>
      {t("Restart the engine")}
    </Button>
  );
  return (
    <Banner tone="error" icon={isState ? DatabaseZap : CloudOff} action={act}>
      {error === null ? failure.message : toFailure(error).message}
    </Banner>
  );
}

function useEngineFailure(): EngineFailure | null {
  const host = useHost();
  const [failure, setFailure] = useState<EngineFailure | null>(null);
  useEffect(() => {
    let isStale = false;
    void host.engineFailure().then((found) => isStale || setFailure(found));
    const stop = host.on("engine-state", (state) => {
      isStale = true;
      setFailure(failureOf(state));
    });
    return () => {
      isStale = true;
      stop();
    };
  }, [host]);
  return failure;
}

function ConnectionBanner(): ReactNode {
  const { phase, since, isSignedOut } = useConnection();
  const { retryNow } = useRpcControls();
  const host = useHost();
  const away = useNow(since !== null) - (since ?? 0);
  if (phase === "up" || since === null || (phase === "connecting" && away < 2000)) return null;
  const tryNow = (
    <Button variant="default" size="compact-sm" onClick={host.kind === "desktop" && phase === "down" ? () => void host.restartEngine() : retryNow}>
      {host.kind === "desktop" && phase === "down" ? t("Restart the engine") : t("Try now")}
    </Button>
  );
  if (isSignedOut) {
    return (
      <Banner tone="error" icon={KeyRound} action={tryNow}>
        {rich("The session of this page has ended. Run {{code}} in the workspace and open the link it prints; this page then goes on.", { code: <code>dagwright serve</code> })}
      </Banner>
    );
  }
  if (phase === "down") {
    return (
      <Banner tone="error" icon={CloudOff} action={tryNow}>
        {t("The engine has not answered for {{away}}.", { away: formatDuration(Math.floor(away / 1000) * 1000) })}{" "}
        {host.kind === "browser" ? (
          <>
            {rich("Start it again with {{code}}; this page then goes on by itself. If it does not, open the link it prints.", { code: <code>dagwright serve</code> })}
          </>
        ) : (
          t("What you see is what was last known.")
        )}
      </Banner>
    );
  }
  return (
    <Banner tone="plain" icon={LoaderCircle} action={tryNow}>
      {t("The engine is away; reconnecting by itself. What you see is what was last known; running tasks go on.")}
    </Banner>
  );
}

function TroubleBanner(): ReactNode {
  const trouble = useEngineInfo()?.trouble ?? null;
  return trouble === null ? null : (
    <Banner tone="error" icon={TriangleAlert}>
      {trouble}
    </Banner>
  );
}

const mostNamed = 6;

/** For as long as the state is only looked at: that it is, why, and what of it cannot be shown. */
function ReadingBanner(): ReactNode {
  const reading = useEngineInfo()?.reading;
  if (reading === undefined) return null;
  const { schema, known, missing } = reading;
  const named = missing.map(missingWords);
  const shown = named.slice(0, mostNamed).join(", ");
  return (
    <Banner tone="warn" icon={BookOpen}>
      <strong>{t("Read only.")}</strong> {readingWords(reading)}
      {schema > known && ` ${t("Install the version that wrote it to go on with it.")}`}
      {named.length > 0 && (
        <span title={named.join("\n")}>
          {" "}{named.length > mostNamed ? t("Not shown, because it is stored otherwise there: {{shown}} and {{more}} more.", { shown, more: named.length - mostNamed }) : t("Not shown, because it is stored otherwise there: {{shown}}.", { shown })}
        </span>
      )}
    </Banner>
  );
}

function readingWords({ schema, known, writtenBy }: Reading): string {
  if (schema <= known) return t("The history is shown as it was left; nothing is run or changed.");
  const values = { schema, known };
  if (writtenBy === null) return t("A newer Dagwright wrote this workspace’s state (schema {{schema}}, this one knows {{known}}). Its history is shown as it was left; nothing is run or changed.", values);
  return t("Dagwright {{writtenBy}} wrote this workspace’s state (schema {{schema}}, this one knows {{known}}). Its history is shown as it was left; nothing is run or changed.", { ...values, writtenBy });
}

function TrustBanner(): ReactNode {
  const info = useEngineInfo();
  const host = useHost();
  if (info === null || info.workspace.trusted || info.reading !== undefined) return null;
  const trust = (
    <Button size="compact-sm" variant="default" onClick={() => runCommand("workspace.trust")}>
      {t("Trust…")}
    </Button>
  );
  return (
    <Banner tone="warn" icon={ShieldAlert} action={host.kind === "desktop" ? trust : undefined}>
      {t("This workspace is not trusted: you can look and edit, not run.")}
      {host.kind === "browser" && (
        <>
          {" "}{rich("To trust it, run {{code}} in its folder.", { code: <code>dagwright trust</code> })}
        </>
      )}
    </Banner>
  );
}

function RuntimeBanner(): ReactNode {
  const host = useHost();
  const [hidden, setHidden] = useState(false);
  const note = useQuery({ queryKey: ["host", "app-info"], queryFn: () => host.appInfo() }).data?.runtimeNote ?? null;
  if (note === null || hidden) return null;
  return (
    <Banner
      tone="plain"
      icon={FlaskConical}
      action={
        <Button size="compact-sm" variant="subtle" onClick={() => setHidden(true)}>
          {t("Hide")}
        </Button>
      }
    >
      {note}
    </Banner>
  );
}
