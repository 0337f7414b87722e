/** The DAG among others by its assets: what it waits for, who loads that and what came, and whom it calls for itself. Nothing for a DAG without assets. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { DagAssets } from "../../../shared/contract/assets.ts";
import { formatRoute } from "../../app/route.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./asset-section.module.css";

type Waits = NonNullable<DagAssets["waits"]>;

export function AssetSection({ dagId }: { dagId: string }): ReactNode {
  const { data } = useQuery(useRpc().assets.ofDag.queryOptions({ input: { dagId } }));
  if (data === undefined || (data.waits === null && data.loads.length === 0)) return null;
  const title = t("Assets");
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {data.waits !== null && <WaitsFor waits={data.waits} />}
      {data.loads.length > 0 && <Loads loads={data.loads} />}
    </section>
  );
}

function WaitsFor({ waits: { words, isOn, trouble, needs } }: { waits: Waits }): ReactNode {
  return (
    <>
      <p className={styles.words}>
        {words}
        {!isOn && <span className="dw-dim"> {t("The schedule is switched off; what is loaded meanwhile is kept.")}</span>}
      </p>
      {trouble !== null && (
        <p className={styles.trouble} role="alert">
          {t("No run is made: {{trouble}}", { trouble })}
        </p>
      )}
      <ul className={styles.list} aria-label={t("Assets that it waits for")}>
        {needs.map((need) => (
          <li key={need.asset}>
            <code className={styles.name} title={need.asset}>{need.asset}</code>
            <span className={styles.dags}>{need.producers.length === 0 ? <span className="dw-dim">{t("no DAG loads it")}</span> : rich("loaded by {{dags}}", { dags: <DagLinks dagIds={need.producers.map(({ dagId }) => dagId)} /> })}</span>
            <span className={need.count > 0 ? styles.came : "dw-dim"}>{need.count === 0 ? t("has not come") : rich("{{loads}} came, the last {{lastAt}}", { loads: t("{{count}} loads", { count: need.count }), lastAt: <RelativeTime at={need.lastAt} /> })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Loads({ loads }: Pick<DagAssets, "loads">): ReactNode {
  return (
    <ul className={styles.list} aria-label={t("Assets that it loads")}>
      {loads.map(({ asset, taskId, consumers }) => (
        <li key={`${asset} ${taskId}`}>
          <code className={styles.name} title={asset}>{asset}</code>
          <span className={styles.dags}>{consumers.length === 0 ? <span className="dw-dim">{t("no DAG waits for it")}</span> : rich("calls for {{dags}}", { dags: <DagLinks dagIds={consumers.map(({ dagId }) => dagId)} /> })}</span>
          <span className="dw-dim">{rich("loaded by task {{task}}", { task: <code>{taskId}</code> })}</span>
        </li>
      ))}
    </ul>
  );
}

const shown = 6;

function DagLinks({ dagIds }: { dagIds: readonly string[] }): ReactNode {
  const all = [...new Set(dagIds)];
  return (
    <>
      {all.slice(0, shown).map((dagId, index) => (
        <span key={dagId}>
          {index > 0 && ", "}
          <a className="dw-link" href={formatRoute({ page: "dag", dagId })}>
            {dagId}
          </a>
        </span>
      ))}
      {all.length > shown && ` ${t("and {{count}} more", { count: all.length - shown })}`}
    </>
  );
}
