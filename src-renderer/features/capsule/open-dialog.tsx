/** Opening a run capsule: a file that is chosen or was dropped, or one that was open before. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FolderOpen, Package, Trash2, X } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from "react";
import type { CapsuleEntry } from "../../../shared/contract/capsules.ts";
import { capsuleEnding } from "../../../shared/capsule/manifest.ts";
import { navigate } from "../../app/route.ts";
import { toFailure, type Failure } from "../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { formatBytes } from "../../ui/format.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./capsule.module.css";
import { openFile, type OpenProgress } from "./open-file.ts";

type Progress = OpenProgress & { readonly file: string };

export function OpenDialog({ dropped, onClose }: { dropped: readonly File[]; onClose: () => void }): ReactNode {
  const rpc = useRpc();
  const cache = useQueryClient();
  const client = useEngineClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const stop = useRef<AbortController | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const list = useQuery({ ...rpc.capsules.list.queryOptions({ input: {} }), staleTime: 0 });
  const read = (): Promise<void> => cache.invalidateQueries({ queryKey: rpc.capsules.list.key() });

  const show = ({ source, run }: CapsuleEntry): void => {
    onClose();
    navigate({ page: "run", dagId: run.dagId, runId: run.runId, source });
  };
  const tried = async (work: () => Promise<void>): Promise<void> => {
    setFailure(null);
    try {
      await work();
    } catch (thrown) {
      setFailure(toFailure(thrown));
    }
    await read();
  };
  // One after the other; the last one is shown.
  const openAll = async (files: readonly File[], signal: AbortSignal): Promise<void> => {
    const opened: CapsuleEntry[] = [];
    for (const file of files) {
      setProgress({ file: file.name, step: "read", done: 0, total: file.size });
      opened.push(await openFile(client, file, { signal, tell: (now) => setProgress({ file: file.name, ...now }) }));
    }
    for (const last of opened.slice(-1)) show(last);
  };
  const open = (files: readonly File[]): Promise<void> =>
    tried(async () => {
      stop.current?.abort();
      const asked = new AbortController();
      stop.current = asked;
      try {
        await openAll(files, asked.signal);
      } catch (thrown) {
        if (!asked.signal.aborted) throw thrown;
      } finally {
        if (stop.current === asked) setProgress(null);
      }
    });
  const openDropped = useEffectEvent(() => dropped.length > 0 && void open(dropped));
  useEffect(() => void openDropped(), [dropped]);
  const cancel = (): void => stop.current?.abort();
  const capsules = list.data?.capsules ?? [];

  return (
    <Dialog title={t("Open a run capsule")} size={620} onClose={() => (cancel(), onClose())}>
      <div className={styles.stack}>
        <p className="dw-dim">{t("A capsule is one run in one file: its graph, logs, outputs and times, to be looked at anywhere. Nothing in it runs by being opened.")}</p>
        <input
          ref={chooser}
          className={styles.hidden}
          type="file"
          aria-label={t("Run capsule")}
          accept={capsuleEnding}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = "";
            if (file !== undefined) void open([file]);
          }}
        />
        {failure !== null && (
          <p role="alert" className={styles.failure}>
            {failure.message}
          </p>
        )}
        {progress === null ? (
          <div>
            <Button data-autofocus leftSection={<FolderOpen size={14} />} onClick={() => chooser.current?.click()}>
              {t("Choose a file…")}
            </Button>
          </div>
        ) : (
          <Opening progress={progress} onCancel={cancel} />
        )}
        {capsules.length > 0 && (
          <ul className={styles.list} aria-label={t("Opened before")}>
            {capsules.map((capsule) => (
              <KnownCapsule
                key={capsule.id}
                capsule={capsule}
                onShow={() => void tried(async () => show(capsule.isOpen ? capsule : await client.capsules.reopen({ id: capsule.id })))}
                onClose={() => void tried(async () => void (await client.capsules.close({ id: capsule.id })))}
                onForget={() => void tried(async () => void (await client.capsules.forget({ id: capsule.id })))}
              />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

function Opening({ progress: { file, step, done, total }, onCancel }: { progress: Progress; onCancel: () => void }): ReactNode {
  return (
    <div className={styles.stack} role="status">
      <div className={styles.line}>
        <span className={styles.grow}>
          {step === "read" ? t("Reading {{file}}: {{done}} of {{total}}", { file, done: formatBytes(done), total: formatBytes(total) }) : t("Checking and unpacking: {{done}} of {{total}}", { done: formatBytes(done), total: formatBytes(total) })}
        </span>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {t("Cancel")}
        </Button>
      </div>
      <progress className={styles.bar} aria-label={t("Opening {{file}}", { file })} value={done} max={Math.max(1, total)} />
    </div>
  );
}

function KnownCapsule({ capsule, onShow, onClose, onForget }: { capsule: CapsuleEntry; onShow: () => void; onClose: () => void; onForget: () => void }): ReactNode {
  const { run, origin, file, isOpen, bytes, exportedAt } = capsule;
  return (
    <li>
      <Package size={16} aria-hidden />
      <div className={styles.two}>
        <span>
          <strong>{run.dagId}</strong> <code>{run.runId}</code>
        </span>
        <span className="dw-dim" title={file}>
          {[origin.host, file, formatBytes(bytes)].filter((part) => part !== null).join(" · ")} · <RelativeTime at={exportedAt} />
        </span>
      </div>
      <StateBadge state={run.state} />
      <Button size="compact-sm" variant="default" aria-label={isOpen ? t("Show {{run}}", { run: run.runId }) : t("Open {{run}} again", { run: run.runId })} onClick={onShow}>
        {isOpen ? t("Show") : t("Open again")}
      </Button>
      {isOpen && (
        <Tooltip label={t("Close; it can be opened again here")}>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Close {{run}}", { run: run.runId })} onClick={onClose}>
            <X size={14} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={t("Forget: remove what was unpacked")}>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Forget {{run}}", { run: run.runId })} onClick={onForget}>
          <Trash2 size={14} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
