/** The files of the archive, and a search in them. */
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ArchiveFile } from "../../../shared/contract/archive.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whyOnlyRead } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";
import { formatBytes, formatCount } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import { ArchiveHits } from "./archive-hits.tsx";
import styles from "./retention.module.css";

export function ArchiveCard({ isOn }: { readonly isOn: boolean }): ReactNode {
  const { data } = useQuery(useRpc().archive.list.queryOptions({ input: {} }));
  const archives = data?.archives ?? [];
  const isStill = whyOnlyRead(useEngineInfo()) !== null;
  return (
    <section className={styles.card} aria-label={t("Archive")}>
      <div className={styles.head}>
        <h2>{t("Archive")}</h2>
        <p>{wordsOf(archives, isOn)}</p>
      </div>
      {archives.length > 0 && (isStill ? <ArchiveHits text="" /> : <Search />)}
      {archives.length > 0 && <Files archives={archives} />}
    </section>
  );
}

function wordsOf(archives: readonly ArchiveFile[], isOn: boolean): string {
  if (archives.length === 0) return isOn ? t("Nothing was dropped into it yet.") : t("Off: what is dropped is gone. Change the rules to put it into files that can be searched.");
  const runs = archives.reduce((sum, one) => sum + runsOf(one), 0);
  return [t("{{count}} archived runs", { count: runs }), t("{{count}} files", { count: archives.length }), formatBytes(archives.reduce((sum, { bytes }) => sum + bytes, 0))].join(", ");
}

const runsOf = ({ dags, pending }: ArchiveFile): number => dags.reduce((sum, { runs }) => sum + runs, 0) - pending;

function Search(): ReactNode {
  const [typed, setTyped] = useState("");
  const [text, setText] = useState<string | null>(null);
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    setText(typed.trim());
  };
  return (
    <>
      <form className={styles.search} role="search" onSubmit={ask}>
        <TextInput size="xs" aria-label={t("Find archived runs")} placeholder={t("A user, a run, a DAG, any value of conf; empty for all")} value={typed} maxLength={512} onChange={(event) => setTyped(event.currentTarget.value)} />
        <Button size="compact-sm" variant="default" type="submit">
          {t("Search the archive")}
        </Button>
      </form>
      {text !== null && <ArchiveHits key={text} text={text} />}
    </>
  );
}

function Files({ archives }: { readonly archives: readonly ArchiveFile[] }): ReactNode {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("Files of the archive")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("File")}</th>
            <th scope="col">{t("Made")}</th>
            <th scope="col" className={styles.number}>{t("Runs")}</th>
            <th scope="col" className={styles.number}>{t("Size")}</th>
            <th scope="col">{t("DAGs")}</th>
          </tr>
        </thead>
        <tbody>
          {archives.map((one) => (
            <tr key={one.id}>
              <th scope="row" className={styles.name}>{one.file}</th>
              <td>
                <RelativeTime at={one.madeAt} />
              </td>
              <td className={styles.number}>{formatCount(runsOf(one))}</td>
              <td className={styles.number}>{formatBytes(one.bytes)}</td>
              <td>{one.isThere ? one.dags.map(({ dagId, runs }) => `${dagId} ${formatCount(runs)}`).join(", ") : t("is not there any more")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
