/** Runs a query straight into a file: asks for the format, then shows how far it is until it is done. */
import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { SqlExport } from "../../../../shared/contract/sql.ts";
import { t } from "../../../strings/t.ts";
import { formatBytes } from "../../../ui/format.ts";
import styles from "../sql.module.css";
import { ExportDialog } from "./export-dialog.tsx";
import { useExport } from "./use-export.ts";

export interface RunToFileProps {
  readonly source: Extract<SqlExport["source"], { connection: string }>;
  /** Proposed for the file. */
  readonly name: string;
  readonly onClose: () => void;
}

export function RunToFile({ source, name, onClose }: RunToFileProps): ReactNode {
  const out = useExport(name);
  const [isAsking, setAsking] = useState(true);
  if (isAsking) {
    return (
      <ExportDialog
        rows={null}
        mayRunAgain={false}
        onClose={onClose}
        onExport={(_, format, csv) => {
          setAsking(false);
          void out.start(source, format, csv).then(onClose);
        }}
      />
    );
  }
  if (out.progress === null) return null;
  const { rows, bytes, cancel } = out.progress;
  return (
    <div className={styles.summary}>
      <span role="status" className="dw-num">
        {t("{{count}} rows written to a file, {{bytes}}", { count: rows, bytes: formatBytes(bytes) })}
      </span>
      <Button size="compact-xs" variant="default" onClick={cancel}>
        {t("Cancel export")}
      </Button>
    </div>
  );
}
