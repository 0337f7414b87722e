/** Pausing, resuming and cancelling a backfill: done at once where it can be taken back at once, which is offered then. */
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { AuditAct } from "../../../../shared/contract/audit.ts";
import type { Backfill } from "../../../../shared/contract/backfills.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { followAct } from "../../../run-acts/act-store.ts";
import { useUndo } from "../../../run-acts/use-undo.ts";
import { t } from "../../../strings/t.ts";

export interface BackfillActs {
  readonly isActing: boolean;
  readonly pause: (id: number) => void;
  readonly resume: (id: number) => void;
  readonly cancel: (id: number, stop: boolean) => void;
}

export function useBackfillActs(): BackfillActs {
  const rpc = useRpc();
  const { offer } = useUndo();
  const onError = (error: unknown): void => void notifications.show({ color: "red", title: t("The backfill goes on as it was"), message: toFailure(error).message });
  /** It is done; what is looked for here is only how to take it back. */
  const offerBack = async ({ dagId, id }: Backfill, act: AuditAct, words: string): Promise<void> => {
    const trail = await rpc.audit.list.call({ dagId, acts: [act], limit: 1 }).catch(() => null);
    const entry = trail?.entries[0];
    if (entry?.mayUndo === true && entry.arguments["backfill"] === id) offer(words, entry.id);
  };
  const pause = useMutation(rpc.backfills.pause.mutationOptions({ onError, onSuccess: (done) => offerBack(done, "backfill.pause", t("Backfill {{id}} is paused; what runs goes on", done)) }));
  const resume = useMutation(rpc.backfills.resume.mutationOptions({ onError, onSuccess: (done) => offerBack(done, "backfill.resume", t("Backfill {{id}} goes on", done)) }));
  const cancel = useMutation(rpc.backfills.cancel.mutationOptions({ onError, onSuccess: (done) => offerBack(done, "backfill.cancel", t("Backfill {{id}} is cancelled", done)) }));
  return {
    isActing: pause.isPending || resume.isPending || cancel.isPending,
    pause: (id) => followAct(pause.mutateAsync({ id })),
    resume: (id) => followAct(resume.mutateAsync({ id })),
    cancel: (id, stop) => followAct(cancel.mutateAsync({ id, stop })),
  };
}
