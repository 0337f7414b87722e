/** The columns of the list of assets. */
import type { ReactNode } from "react";
import type { AssetInfo } from "../../../shared/contract/assets.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import type { VirtualColumn } from "../../ui/virtual-table.tsx";
import styles from "./assets.module.css";
import { longWords, shortWords } from "./consumer-words.ts";

export const assetColumns: VirtualColumn<AssetInfo>[] = [
  { key: "name", head: t("Asset"), width: "minmax(170px, 2fr)", sortable: true, cell: ({ name }) => <Name name={name} /> },
  { key: "last", head: t("Last load"), width: "112px", sortable: true, cell: ({ last }) => <LastLoad last={last} /> },
  { key: "rows", head: t("Rows"), width: "84px", align: "end", sortable: true, cell: ({ last }) => (last?.rows == null ? <span className="dw-dim">–</span> : <span className="dw-num">{formatCount(last.rows)}</span>) },
  { key: "producers", head: t("Loaded by"), width: "minmax(130px, 1.6fr)", cell: (asset) => <Producers asset={asset} /> },
  { key: "consumers", head: t("Calls for"), width: "minmax(160px, 2fr)", cell: (asset) => <Consumers asset={asset} /> },
];

function Name({ name }: Pick<AssetInfo, "name">): ReactNode {
  return (
    <span className={`${styles.name} dw-ellipsis dw-mono`} title={name}>
      {name}
    </span>
  );
}

function LastLoad({ last }: Pick<AssetInfo, "last">): ReactNode {
  if (last === null) return <span className="dw-dim">{t("never")}</span>;
  if (last.from === null) return <RelativeTime at={last.at} />;
  const { dagId, runId, taskId } = last.from;
  return (
    <a className="dw-link" href={formatRoute({ page: "run", dagId, runId, taskId })} aria-label={t("The run {{run}} that loaded it last", { run: runId })} tabIndex={-1}>
      <RelativeTime at={last.at} />
    </a>
  );
}

function Producers({ asset: { producers } }: { asset: AssetInfo }): ReactNode {
  const [first, ...others] = producers;
  if (first === undefined) return <span className={styles.odd}>{t("no DAG loads it")}</span>;
  return (
    <>
      <a className="dw-link dw-ellipsis" href={formatRoute({ page: "dag", dagId: first.dagId })} title={producers.map(({ dagId, taskId }) => `${dagId} · ${taskId}`).join("\n")} tabIndex={-1}>
        {first.dagId} · {first.taskId}
      </a>
      <More count={others.length} />
    </>
  );
}

/** Who waits for the most stands first: that is what a person looks for. */
function Consumers({ asset: { consumers } }: { asset: AssetInfo }): ReactNode {
  const first = consumers.find(({ isOn, hasCome, progress }) => isOn && !hasCome && progress !== null && progress.came > 0) ?? consumers.find(({ isOn }) => isOn) ?? consumers[0];
  if (first === undefined) return <span className="dw-dim">{t("no DAG waits for it")}</span>;
  const words = shortWords(first);
  return (
    <>
      <a className="dw-link dw-ellipsis" href={formatRoute({ page: "dag", dagId: first.dagId })} title={consumers.map((one) => `${one.dagId}: ${longWords(one)}`).join("\n")} tabIndex={-1}>
        {first.dagId}
      </a>
      {words !== "" && <span className={`${styles.far} dw-dim dw-num`}>{words}</span>}
      <More count={consumers.length - 1} />
    </>
  );
}

function More({ count }: { count: number }): ReactNode {
  return count > 0 ? <span className={`${styles.far} dw-dim dw-num`}>{t("+{{more}}", { more: formatCount(count) })}</span> : null;
}
