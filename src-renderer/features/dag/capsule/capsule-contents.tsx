/** What a capsule holds, what was masked in it and what is not there. */
import type { ReactNode } from "react";
import type { CapsuleManifest } from "../../../../shared/capsule/manifest.ts";
import { t } from "../../../strings/t.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { formatBytes } from "../../../ui/format.ts";
import { Fact } from "../fact.tsx";
import styles from "../facts.module.css";

export function CapsuleContents({ manifest, onClose }: { manifest: CapsuleManifest; onClose: () => void }): ReactNode {
  const { tool, origin, files, logs, outputs, texts, masks, environment, notes } = manifest;
  const packed = logs.filter(({ entry }) => entry !== null);
  return (
    <Dialog title={t("Contents of the capsule")} size={720} onClose={onClose}>
      <dl className={styles.factList}>
        <Fact name={t("Made by")}>
          {tool.name} {tool.version}
          {origin.workspace !== null && <>, {t("workspace {{workspace}}", { workspace: origin.workspace })}</>}
        </Fact>
        <Fact name={t("Size")}>{t("{{count}} files, {{bytes}}", { count: files.length, bytes: formatBytes(files.reduce((sum, { bytes }) => sum + bytes, 0)) })}</Fact>
        <Fact name={t("Logs")}>{t("{{count}} of {{all}}", { count: packed.length, all: logs.length })}</Fact>
        {outputs.map((output) => (
          <Fact key={`${output.taskId} ${output.schema}.${output.table}`} name={`${output.schema}.${output.table}`}>
            {output.entry === null ? t("not here: {{note}}", { note: output.note ?? "" }) : tableWords(output)}
          </Fact>
        ))}
        {texts.map(({ path, entry, isMasked, isNewer, note }) => (
          <Fact key={path} name={path}>
            {[entry === null ? t("not here: {{note}}", { note: note ?? "" }) : t("here"), isMasked ? t("something in it was masked") : null, isNewer ? t("saved after the run began") : null].filter((part) => part !== null).join(", ")}
          </Fact>
        ))}
        {masks.params.length > 0 && <Fact name={t("Masked params")}>{masks.params.join(", ")}</Fact>}
        {masks.conf.length > 0 && <Fact name={t("Masked conf")}>{masks.conf.join(", ")}</Fact>}
        {masks.xcoms && <Fact name={t("XComs")}>{t("masked")}</Fact>}
        <Fact name={t("Secrets")}>{t("taken out at {{count}} places", { count: masks.secrets })}</Fact>
        {Object.entries(environment).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value ?? "–"}
          </Fact>
        ))}
        {notes.map((note) => (
          <Fact key={note} name={t("Note")}>
            {note}
          </Fact>
        ))}
      </dl>
    </Dialog>
  );
}

function tableWords({ rows, totalRows, isCut, columns }: CapsuleManifest["outputs"][number]): string {
  const count = isCut && totalRows !== null ? t("{{rows}} of {{totalRows}} rows", { rows, totalRows }) : t("{{count}} rows", { count: rows });
  const masked = columns.flatMap(({ name, mask }) => (mask === null ? [] : [`${name} (${mask === "hash" ? t("hashed") : t("replaced")})`]));
  return masked.length === 0 ? count : `${count}, ${masked.join(", ")}`;
}
