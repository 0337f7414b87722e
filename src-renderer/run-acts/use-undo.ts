/** Taking back what was done here: offered after each act, and by key the newest first. */
import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { toFailure } from "../rpc/failure.ts";
import { useEngineClient } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { offerUndo } from "../ui/undo-notice.tsx";
import { followAct, forgetAct, rememberAct } from "./act-store.ts";

export interface UndoActs {
  /** Says why when it cannot be done. */
  readonly undo: (entry: number) => Promise<void>;
  /** Says what was done and remembers it for undo. */
  readonly offer: (message: string, entry: number) => void;
}

export function useUndo(): UndoActs {
  const client = useEngineClient();
  const takeBack = useCallback(
    async (entry: number) => {
      try {
        const { undone, failures } = await client.acts.undo({ entry });
        // What is too late now stays too late.
        forgetAct(entry);
        const [first, ...others] = failures;
        if (first !== undefined) refuse(others.length === 0 ? first.why : t("{{why}} And {{count}} more could not be undone.", { why: first.why, count: others.length }), undone);
        else notifications.show({ message: undone === 1 ? t("Undone") : t("Undone in {{count}} runs", { count: undone }) });
      } catch (thrown) {
        const failure = toFailure(thrown);
        if (failure.code !== "engine/unavailable") forgetAct(entry);
        refuse(failure.message, 0);
      }
    },
    [client],
  );
  const undo = useCallback(
    (entry: number) => {
      const undoing = takeBack(entry);
      followAct(undoing);
      return undoing;
    },
    [takeBack],
  );
  const offer = useCallback(
    (message: string, entry: number) => {
      rememberAct(entry, offerUndo(message, () => undo(entry), () => {}));
    },
    [undo],
  );
  return { undo, offer };
}

function refuse(message: string, undone: number): void {
  const title = undone === 0 ? t("This cannot be undone any more") : t("Only a part was undone");
  notifications.show({ title, message, color: "red", autoClose: 12_000 });
}
