/** Everything that matches, with every task that changed, as one JSON file. */
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { AuditEntry, AuditFilter } from "../../../shared/contract/audit.ts";
import { useHost } from "../../app/host-context.tsx";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";

const pageSize = 1_000;

export function useAuditExport(filter: AuditFilter): { exporting: boolean; save: () => void } {
  const client = useEngineClient();
  const host = useHost();
  const [exporting, setExporting] = useState(false);
  const readAll = async (): Promise<AuditEntry[]> => {
    const entries: AuditEntry[] = [];
    for (let before: number | undefined; ; ) {
      const page = await client.audit.list({ ...filter, limit: pageSize, ...(before === undefined ? {} : { before }) });
      entries.push(...page.entries);
      before = page.entries.at(-1)?.id;
      if (!page.more || before === undefined) return entries;
    }
  };
  const write = async (): Promise<void> => {
    const entries = await readAll();
    const full: object[] = [];
    for (const entry of entries) full.push({ ...entry, at: new Date(entry.at).toISOString(), affected: entry.tasks === 0 ? [] : (await client.audit.get({ id: entry.id })).affected });
    await host.saveFile("audit.json", new Blob([`${JSON.stringify({ entries: full }, null, 2)}\n`], { type: "application/json" }));
  };
  const save = (): void => {
    setExporting(true);
    write()
      .catch((thrown: unknown) => void notifications.show({ color: "red", title: t("The audit trail was not exported"), message: toFailure(thrown).message }))
      .finally(() => setExporting(false));
  };
  return { exporting, save };
}
