/** All backfills of the DAG, the newest first. */
import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { BackfillRow } from "./backfill-row.tsx";
import styles from "./backfill.module.css";

export function BackfillList({ dagId, onClose }: { dagId: string; onClose: () => void }): ReactNode {
  const list = useQuery(useRpc().backfills.list.queryOptions({ input: { dagId } }));
  return (
    <Modal opened onClose={onClose} title={t("Backfills of {{dag}}", { dag: dagId })} size={860}>
      {list.data === undefined && <SkeletonRows rows={4} />}
      {list.data?.backfills.length === 0 && <p className="dw-dim">{t("There is none yet. Begin one in the menu beside Run DAG.")}</p>}
      <div className={styles.list} tabIndex={0} role="region" aria-label={t("List of backfills")}>
        {list.data?.backfills.map((backfill) => (
          <BackfillRow key={backfill.id} backfill={backfill} />
        ))}
      </div>
    </Modal>
  );
}
