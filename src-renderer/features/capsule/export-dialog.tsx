/** Exporting a run as a capsule: what goes in, with sizes; what is masked; how far it is. */
import { Button, Checkbox, NumberInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { capsuleEnding, type CapsuleManifest } from "../../../shared/capsule/manifest.ts";
import { largestTableRows, type CapsulePlan } from "../../../shared/contract/capsules.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatBytes } from "../../ui/format.ts";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import styles from "./capsule.module.css";
import { firstChoices, fileNameOf, toChoices, toggled, type ExportChoices } from "./export-choices.ts";
import { TableChoices } from "./table-choices.tsx";
import { useExportCapsule, type ExportProgress } from "./use-export-capsule.ts";

interface RunName {
  readonly dagId: string;
  readonly runId: string;
}

export function ExportDialog({ run, onClose }: { run: RunName; onClose: () => void }): ReactNode {
  const { dagId, runId } = run;
  const plan = useQuery({ ...useRpc().capsules.plan.queryOptions({ input: { dagId, runId } }), staleTime: 0, gcTime: 0 });
  return (
    <Dialog title={t("Export the run as a capsule")} size={680} onClose={onClose}>
      {plan.error ? (
        <ErrorState title={t("This run cannot be exported")} failure={toFailure(plan.error)} onRetry={() => void plan.refetch()} />
      ) : plan.data === undefined ? (
        <SkeletonRows rows={8} label={t("Looking at what the run left")} />
      ) : (
        <Choosing plan={plan.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Choosing({ plan, onClose }: { plan: CapsulePlan; onClose: () => void }): ReactNode {
  const [choices, setChoices] = useState(() => firstChoices(plan));
  const { progress, done, failure, start, cancel } = useExportCapsule();
  const { dagId, runId } = plan.run;
  const change = (part: Partial<ExportChoices>): void => setChoices((before) => ({ ...before, ...part }));
  if (done !== null) return <Done {...done} onClose={onClose} />;
  if (progress !== null) return <Writing progress={progress} onCancel={cancel} />;
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void start({ dagId, runId, choices: toChoices(plan, choices) }, fileNameOf(dagId, runId, capsuleEnding));
      }}
    >
      <p>
        <strong>{dagId}</strong> <code>{runId}</code>
      </p>
      {failure !== null && (
        <p role="alert" className={styles.failure}>
          {failure.message}
        </p>
      )}
      <WhatGoesIn plan={plan} choices={choices} onChange={change} />
      {plan.outputs.length > 0 && (
        <fieldset className={styles.part}>
          <legend>{t("Tables that its tasks filled")}</legend>
          <TableChoices outputs={plan.outputs} choices={choices} onChange={setChoices} />
          <div className={styles.pair}>
            <NumberInput size="xs" label={t("Rows of each table at most")} min={1} max={largestTableRows} allowDecimal={false} thousandSeparator="," value={choices.maxRows} onChange={(value) => change({ maxRows: Math.max(1, Number(value) || 1) })} />
            <NumberInput size="xs" label={t("MiB of each table at most")} min={1} max={2048} value={choices.maxMiB} onChange={(value) => change({ maxMiB: Math.max(0.1, Number(value) || 1) })} />
          </div>
        </fieldset>
      )}
      <Masks plan={plan} choices={choices} onChange={change} />
      <div className={styles.foot}>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        <Button size="compact-sm" type="submit">
          {t("Export…")}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly plan: CapsulePlan;
  readonly choices: ExportChoices;
  readonly onChange: (part: Partial<ExportChoices>) => void;
}

function WhatGoesIn({ plan: { logs, texts, xcoms }, choices, onChange }: PartProps): ReactNode {
  const gone = texts.filter(({ bytes }) => bytes === null);
  const newer = texts.filter(({ isNewer }) => isNewer);
  return (
    <fieldset className={styles.part}>
      <legend>{t("What goes in")}</legend>
      <p>{t("The DAG as it was, every task with its tries, times, rendered text and checks, and facts about this computer.")}</p>
      {texts.length > 0 && <p>{t("{{count}} files that the DAG names, as they are now, {{bytes}}", { count: texts.length - gone.length, bytes: formatBytes(texts.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)) })}</p>}
      {newer.length > 0 && <p className="dw-dim">{t("Saved after the run began: {{paths}}", { paths: newer.map(({ path }) => path).join(", ") })}</p>}
      {gone.length > 0 && <p className="dw-dim">{t("Not to be had: {{paths}}", { paths: gone.map(({ path, note }) => `${path} (${note ?? ""})`).join(", ") })}</p>}
      <div className={styles.line}>
        <Checkbox size="xs" className={styles.grow} label={t("{{count}} logs, {{bytes}}", { count: logs.count, bytes: formatBytes(logs.bytes) })} checked={choices.logs} onChange={(event) => onChange({ logs: event.currentTarget.checked })} />
        {choices.logs && <NumberInput size="xs" w={170} aria-label={t("MiB of each log at most")} placeholder={t("MiB of each, or all")} min={1} max={4096} value={choices.logMiB ?? ""} onChange={(value) => onChange({ logMiB: value === "" ? null : Number(value) })} />}
      </div>
      {xcoms > 0 && <Checkbox size="xs" label={t("{{count}} values handed on (XCom)", { count: xcoms })} checked={choices.xcoms} onChange={(event) => onChange({ xcoms: event.currentTarget.checked })} />}
    </fieldset>
  );
}

function Masks({ plan: { params, conf, secrets, origin }, choices, onChange }: PartProps): ReactNode {
  return (
    <fieldset className={styles.part}>
      <legend>{t("What is masked")}</legend>
      <p>
        {secrets === 0
          ? t("Always: whatever looks like a key, a token or a password in an address. This workspace has no secrets.")
          : t("Always: {{count}} secrets of this workspace, and whatever looks like a key, a token or a password in an address.", { count: secrets })}
      </p>
      {params.map((name) => (
        <Checkbox key={`p-${name}`} size="xs" label={t("Param {{name}}", { name })} checked={choices.params.includes(name)} onChange={(event) => onChange({ params: toggled(choices.params, name, event.currentTarget.checked) })} />
      ))}
      {conf.map((name) => (
        <Checkbox key={`c-${name}`} size="xs" label={t("Conf {{name}}", { name })} checked={choices.conf.includes(name)} onChange={(event) => onChange({ conf: toggled(choices.conf, name, event.currentTarget.checked) })} />
      ))}
      <Checkbox size="xs" label={t("Names of this computer ({{host}}), of the workspace ({{workspace}}) and of people", { host: origin.host, workspace: origin.workspace })} checked={!choices.origin} onChange={(event) => onChange({ origin: !event.currentTarget.checked })} />
    </fieldset>
  );
}

function Writing({ progress, onCancel }: { progress: ExportProgress; onCancel: () => void }): ReactNode {
  const words = { tables: t("Reading tables"), texts: t("Reading files"), run: t("Writing the run"), logs: t("Writing logs"), closing: t("Closing the file") };
  return (
    <div className={styles.stack} role="status">
      <p>
        {words[progress.doing]} <span className="dw-dim dw-ellipsis">{progress.detail}</span>
      </p>
      <progress className={styles.bar} aria-label={words[progress.doing]} value={progress.done} max={Math.max(1, progress.total)} />
      <div className={styles.foot}>
        <span className={`dw-dim ${styles.grow}`}>{t("{{bytes}} written", { bytes: formatBytes(progress.bytes) })}</span>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {t("Cancel")}
        </Button>
      </div>
    </div>
  );
}

function Done({ path, bytes, manifest, onClose }: { path: string | null; bytes: number; manifest: CapsuleManifest; onClose: () => void }): ReactNode {
  const cut = manifest.outputs.filter(({ isCut }) => isCut);
  const left = manifest.outputs.filter(({ entry }) => entry === null);
  const logsCut = manifest.logs.filter(({ isCut }) => isCut).length;
  return (
    <div className={styles.stack}>
      <p role="status">
        <strong>{t("Exported, {{bytes}}.", { bytes: formatBytes(bytes) })}</strong> {path !== null && <code>{path}</code>}
      </p>
      <ul className={styles.points}>
        {manifest.masks.secrets > 0 && <li>{t("Secrets, or what looks like one, were taken out at {{count}} places.", { count: manifest.masks.secrets })}</li>}
        {cut.map(({ schema, table, rows, totalRows }) => (
          <li key={`${schema}.${table}`}>{totalRows === null ? t("{{table}} is cut: its first {{rows}} rows are in it.", { table: `${schema}.${table}`, rows }) : t("{{table}} is cut: {{rows}} of {{totalRows}} rows are in it.", { table: `${schema}.${table}`, rows, totalRows })}</li>
        ))}
        {left.map(({ schema, table, note }) => (
          <li key={`${schema}.${table}`}>{t("{{table}} is not in it: {{note}}.", { table: `${schema}.${table}`, note: note ?? "" })}</li>
        ))}
        {logsCut > 0 && <li>{t("{{count}} logs are cut in the middle.", { count: logsCut })}</li>}
        {manifest.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <div className={styles.foot}>
        <Button size="compact-sm" data-autofocus onClick={onClose}>
          {t("Close")}
        </Button>
      </div>
    </div>
  );
}
