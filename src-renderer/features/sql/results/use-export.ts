/** Writes a result, or a query that runs for it, to a file: the engine does, this page hears how far it is and may stop it. */
import { useState } from "react";
import type { ExportFormat, SqlExport } from "../../../../shared/contract/sql.ts";
import { useHost } from "../../../app/host-context.tsx";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { formatBytes } from "../../../ui/format.ts";
import { oneNotice } from "../../../ui/one-notice.ts";

export interface ExportProgress {
  readonly rows: number;
  readonly totalRows: number | null;
  readonly bytes: number;
  cancel(): void;
}

export interface Export {
  /** Null when nothing is being written. */
  readonly progress: ExportProgress | null;
  start(source: SqlExport["source"], format: ExportFormat, csv: SqlExport["csv"]): Promise<void>;
}

const notice = oneNotice();

export function useExport(name: string): Export {
  const client = useEngineClient();
  const host = useHost();
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const start: Export["start"] = async (source, format, csv) => {
    const target = await host.chooseExport(`${name}.${format}`);
    if (target === null) return;
    notice.unsay();
    const stop = new AbortController();
    const cancel = (): void => stop.abort();
    setProgress({ rows: 0, totalRows: null, bytes: 0, cancel });
    try {
      for await (const event of await client.sql.export({ source, format, target, ...(format === "csv" && csv !== undefined ? { csv } : {}) }, { signal: stop.signal })) {
        if (event.kind === "progress") setProgress({ rows: event.rows, totalRows: event.totalRows, bytes: event.bytes, cancel });
        else tell(event);
      }
    } catch (thrown) {
      if (stop.signal.aborted) notice.say({ message: t("The export was cancelled; no file is left.") });
      else notice.say({ color: "red", title: t("The export failed"), message: toFailure(thrown).message, autoClose: false });
    } finally {
      setProgress(null);
    }
  };
  return { progress, start };
}

function tell({ rows, bytes, path, download, notes }: { rows: number; bytes: number; path: string | null; download: string | null; notes: readonly string[] }): void {
  if (download !== null) {
    const link = document.createElement("a");
    link.href = download;
    link.download = "";
    link.click();
  }
  const what = t("{{count}} rows, {{bytes}}", { count: rows, bytes: formatBytes(bytes) });
  notice.say({ title: path === null ? t("Exported {{what}}", { what }) : t("Written: {{what}}", { what }), message: [...(path === null ? [] : [path]), ...notes].join(" · "), ...(notes.length === 0 ? {} : { autoClose: 15_000 }) });
}
