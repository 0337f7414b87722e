/** At the start of a window: what an earlier one left unsaved. It goes when all of it was looked after, or when it is hidden. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FileClock } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { DraftInfo } from "../../../shared/contract/documents.ts";
import { isScratchDraft } from "../../document/scratch.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import styles from "./recovery.module.css";
import { t } from "../../strings/t.ts";
import { UnsavedList } from "./unsaved-list.tsx";

export function UnsavedStrip(): ReactNode {
  const query = useQuery({ ...useRpc().documents.drafts.queryOptions({ input: {} }), staleTime: Number.POSITIVE_INFINITY });
  // What this window leaves unsaved later is no news to who sits at it.
  const [found, setFound] = useState<readonly DraftInfo[] | null>(null);
  if (found === null && query.data !== undefined) setFound(query.data.drafts.filter((draft) => !isScratchDraft(draft)));
  if (found === null || found.length === 0) return null;
  return (
    <section className={styles.strip} aria-label={t("Edits that were not saved")}>
      <div className={styles.head}>
        <FileClock size={16} aria-hidden className={styles.icon} />
        <strong>{t("These edits were not saved")}</strong>
        <span className="dw-dim">{t("They are kept until you save or discard them.")}</span>
        <Button size="compact-sm" variant="subtle" className={styles.hide ?? ""} onClick={() => setFound([])}>
          {t("Hide")}
        </Button>
      </div>
      <UnsavedList drafts={found} onHandled={(path) => setFound(found.filter((draft) => draft.path !== path))} />
    </section>
  );
}
