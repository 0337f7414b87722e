/** One asset: its last load, who loads it, how far the DAGs are that wait for it, and its newest loads with the runs that they called for. */
import { ActionIcon, Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState, type KeyboardEvent, type ReactNode } from "react";
import type { AssetEventRuns, AssetInfo } from "../../../shared/contract/assets.ts";
import { formatRoute } from "../../app/route.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whyStill } from "../../rpc/why-still.ts";
import { AssetLoader } from "../../run-acts/asset-loader.tsx";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./assets.module.css";
import { longWords } from "./consumer-words.ts";
import { LoadDialog } from "./load-dialog.tsx";

const fewLoads = 50;
const allLoads = 1_000;

export function AssetPanel({ name, onClose }: { readonly name: string; readonly onClose: () => void }): ReactNode {
  const [limit, setLimit] = useState(fewLoads);
  const [isTelling, setTelling] = useState(false);
  const { data, error, refetch, isPending } = useQuery({ ...useRpc().assets.get.queryOptions({ input: { name, limit } }), placeholderData: keepPreviousData });
  const whyNot = whyStill(useEngineInfo());
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented && !isTelling) onClose();
  };
  return (
    <aside className={styles.panel} aria-label={t("Asset {{name}}", { name })} onKeyDown={onKeyDown}>
      <header className={styles.panelHead}>
        <h2 className={`${styles.panelName} dw-mono`}>{name}</h2>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Close the asset")} onClick={onClose}>
          <X size={15} aria-hidden />
        </ActionIcon>
      </header>
      <div className={styles.panelBody} tabIndex={0} role="group" aria-label={t("About {{name}}", { name })}>
        {isPending && <SkeletonRows rows={8} label={t("Loading the asset")} />}
        {error !== null && <ErrorState title={t("The asset could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />}
        {data !== undefined && error === null && (
          <>
            <LastLine asset={data.asset} />
            <Button size="compact-sm" variant="default" disabled={whyNot !== null} title={whyNot ?? undefined} onClick={() => setTelling(true)}>
              {t("Tell of a load…")}
            </Button>
            <Producers producers={data.asset.producers} />
            <Consumers consumers={data.asset.consumers} />
            <Loads events={data.events} count={data.asset.events} onAll={() => setLimit(allLoads)} />
            {isTelling && <LoadDialog asset={data.asset} onClose={() => setTelling(false)} />}
          </>
        )}
      </div>
    </aside>
  );
}

function LastLine({ asset: { last } }: { readonly asset: AssetInfo }): ReactNode {
  if (last === null) return <p className={styles.answer}>{t("It was not loaded yet.")}</p>;
  return (
    <p className={styles.answer}>
      {rich("Last {{load}}, {{ago}}", { load: <AssetLoader event={last} isHere />, ago: <RelativeTime at={last.at} /> })}
      {last.rows !== null && `, ${t("{{count}} rows", { count: last.rows })}`}
    </p>
  );
}

function Producers({ producers }: Pick<AssetInfo, "producers">): ReactNode {
  return (
    <section aria-label={t("Loaded by")}>
      <h3>{t("Loaded by")}</h3>
      {producers.length === 0 && <p className="dw-dim">{t("No DAG loads it: it comes only when somebody tells of a load.")}</p>}
      <ul className={styles.facts} aria-label={t("Loaded by")}>
        {producers.map(({ dagId, taskId }) => (
          <li key={`${dagId}\n${taskId}`}>
            <a className="dw-link" href={formatRoute({ page: "dag", dagId, face: "draw", taskId })}>
              {dagId} · {taskId}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Consumers({ consumers }: Pick<AssetInfo, "consumers">): ReactNode {
  return (
    <section aria-label={t("Calls for")}>
      <h3>{t("Calls for")}</h3>
      {consumers.length === 0 && <p className="dw-dim">{t("No DAG waits for it.")}</p>}
      <ul className={styles.facts} aria-label={t("Calls for")}>
        {consumers.map((consumer) => (
          <li key={consumer.dagId}>
            <a className="dw-link" href={formatRoute({ page: "dag", dagId: consumer.dagId })}>
              {consumer.dagId}
            </a>
            <span className="dw-dim">{longWords(consumer)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Loads({ events, count, onAll }: { readonly events: readonly AssetEventRuns[]; readonly count: number; readonly onAll: () => void }): ReactNode {
  return (
    <section aria-label={t("Newest loads")}>
      <h3>{t("Newest loads")}</h3>
      {events.length === 0 && <p className="dw-dim">{t("None yet.")}</p>}
      <ul className={styles.facts} aria-label={t("Newest loads")}>
        {events.map(({ event, runs }) => (
          <li key={event.id}>
            <span>
              <RelativeTime at={event.at} /> <AssetLoader event={event} isHere />
              {event.rows !== null && <span className="dw-dim">, {t("{{count}} rows", { count: event.rows })}</span>}
            </span>
            {runs.map(({ dagId, runId }) => (
              <span key={`${dagId}\n${runId}`} className="dw-dim">
                {rich("called for {{run}}", {
                  run: (
                    <a className="dw-link" href={formatRoute({ page: "run", dagId, runId })} title={runId}>
                      {dagId}
                    </a>
                  ),
                })}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {count > events.length && events.length < allLoads && (
        <Button size="compact-sm" variant="subtle" onClick={onAll}>
          {t("Show all {{count}} loads", { count })}
        </Button>
      )}
    </section>
  );
}
