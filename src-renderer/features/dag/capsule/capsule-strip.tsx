/** Says of a run without a file in the workspace whose it is: of a capsule, with what was masked and left out; a replay, with the tables that it made; or of a DAG that has gone. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { FileX2, Package, Repeat2, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { CapsuleManifest } from "../../../../shared/capsule/manifest.ts";
import { isReplay } from "../../../../shared/capsule/replay-name.ts";
import { formatRoute, navigate } from "../../../app/route.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../../rpc/rpc-provider.tsx";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { InstantText } from "../../../ui/time-text.tsx";
import type { DagPageState } from "../use-dag-page.ts";
import { CapsuleContents } from "./capsule-contents.tsx";
import styles from "./capsule-strip.module.css";

export function CapsuleStrip({ page }: { page: DagPageState }): ReactNode {
  const { source, dagId } = page.place;
  if (source !== undefined) return <OfCapsule source={source} />;
  if (page.isGone) return <OfGone file={page.dag?.summary.file ?? null} />;
  return isReplay(dagId) ? <OfReplay dagId={dagId} /> : null;
}

function OfCapsule({ source }: { source: string }): ReactNode {
  const rpc = useRpc();
  const client = useEngineClient();
  const [shows, setShows] = useState(false);
  const manifest = useQuery({ ...rpc.capsules.manifest.queryOptions({ input: { source } }), staleTime: Number.POSITIVE_INFINITY }).data;
  const file = useQuery(rpc.capsules.list.queryOptions({ input: {} })).data?.capsules.find((capsule) => capsule.source === source)?.file;
  if (manifest === undefined) return null;
  const close = async (): Promise<void> => {
    try {
      await client.capsules.close({ id: source.replace(/^capsule:/, "") });
      navigate({ page: "home" });
    } catch (thrown) {
      notifications.show({ color: "red", title: t("The capsule was not closed"), message: toFailure(thrown).message });
    }
  };
  return (
    <div className={styles.strip} role="note" aria-label={t("Run capsule")}>
      <Package size={15} aria-hidden />
      <span className={styles.words}>
        <strong>{manifest.origin.host === null ? t("Run capsule") : t("Run capsule of {{host}}", { host: manifest.origin.host })}</strong>{" "}
        {rich("made {{at}}", { at: <InstantText at={manifest.exportedAt} /> })}
        {file !== undefined && <>, {rich("opened from {{file}}", { file: <code>{file}</code> })}</>}
        {". "}
        <span className="dw-dim">{leftOut(manifest)}</span>
      </span>
      <Button size="compact-xs" variant="default" onClick={() => setShows(true)}>
        {t("Contents")}
      </Button>
      <Button size="compact-xs" variant="default" leftSection={<X size={12} />} onClick={() => void close()}>
        {t("Close capsule")}
      </Button>
      {shows && <CapsuleContents manifest={manifest} onClose={() => setShows(false)} />}
    </div>
  );
}

function leftOut({ masks, outputs, logs }: CapsuleManifest): string {
  const masked = masks.params.length + masks.conf.length + outputs.flatMap(({ columns }) => columns.filter(({ mask }) => mask !== null)).length;
  const parts = [
    masked === 0 ? null : t("{{count}} values or columns masked", { count: masked }),
    outputs.some(({ isCut }) => isCut) ? t("some tables are cut") : null,
    outputs.some(({ entry }) => entry === null) ? t("some tables are not in it") : null,
    logs.some(({ entry }) => entry === null) ? t("logs are not in it") : null,
  ].filter((part) => part !== null);
  const [first, ...others] = parts;
  return first === undefined ? t("It is only looked at: nothing here can change it.") : `${first.charAt(0).toUpperCase()}${[first.slice(1), ...others].join(", ")}.`;
}

function OfGone({ file }: { file: string | null }): ReactNode {
  return (
    <div className={styles.strip} role="note" aria-label={t("DAG that is gone")}>
      <FileX2 size={15} aria-hidden />
      <span className={styles.words}>
        <strong>{t("This DAG is no longer in the workspace.")}</strong> {t("Its runs are kept; it is shown as it was when the shown run was made.")}
        {file !== null && <> {rich("Its file was {{file}}.", { file: <code>{file}</code> })}</>}
      </span>
    </div>
  );
}

function OfReplay({ dagId }: { dagId: string }): ReactNode {
  const tries = useQuery(useRpc().tries.state.queryOptions({ input: { dagId } }));
  const tables = tries.data?.tasks.flatMap(({ tables: made }) => made) ?? [];
  return (
    <div className={styles.strip} role="note" aria-label={t("Replay")}>
      <Repeat2 size={15} aria-hidden />
      <span className={styles.words}>
        <strong>{t("Replay.")}</strong> {t("Nothing of it was published; tasks that did not run were stood in for by what the run had recorded.")}
        {tables.length > 0 && (
          <>
            {" "}
            {t("Made:")}{" "}
            {tables.map(({ connection, schema, table, name, rows }) => (
              <a key={table} className={styles.table} href={formatRoute({ page: "table", connection, schema, table })}>
                <code>{name}</code>
                {rows === null ? "" : ` (${t("{{count}} rows", { count: rows })})`}
              </a>
            ))}
          </>
        )}
      </span>
    </div>
  );
}
