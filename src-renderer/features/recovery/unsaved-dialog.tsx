/** All edits of the workspace that are not in their files, at any time. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { toFailure } from "../../rpc/failure.ts";
import { isScratchDraft } from "../../document/scratch.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { UnsavedList } from "./unsaved-list.tsx";

export function UnsavedDialog({ onClose }: { onClose: () => void }): ReactNode {
  const query = useQuery({ ...useRpc().documents.drafts.queryOptions({ input: {} }), refetchOnMount: "always" });
  const drafts = query.data?.drafts.filter((draft) => !isScratchDraft(draft));
  return (
    <Dialog title={t("Edits that are not saved")} size={720} onClose={onClose}>
      {query.isError && <ErrorState title={t("They cannot be listed")} failure={toFailure(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={3} label={t("Looking for edits")} />}
      {drafts?.length === 0 && <p>{t("Every edit is saved.")}</p>}
      {drafts !== undefined && drafts.length > 0 && <UnsavedList drafts={drafts} onHandled={(_, how) => (how === "opened" ? onClose() : void query.refetch())} />}
    </Dialog>
  );
}
