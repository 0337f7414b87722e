/** The backfills of the DAG that are not over, above its faces. */
import { useQuery } from "@tanstack/react-query";
import { memo, type ReactNode } from "react";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { BackfillRow } from "./backfill-row.tsx";
import styles from "./backfill.module.css";

export const BackfillStrip = memo(function BackfillStrip({ dagId }: { dagId: string }): ReactNode {
  const open = useQuery(useRpc().backfills.list.queryOptions({ input: { dagId, open: true } })).data?.backfills ?? [];
  if (open.length === 0) return null;
  return (
    <section className={styles.strip} aria-label={t("Backfills at work")}>
      {open.map((backfill) => (
        <BackfillRow key={backfill.id} backfill={backfill} />
      ))}
    </section>
  );
});
