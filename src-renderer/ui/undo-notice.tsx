/** Says what was just done, and offers for a while to take it back: where undo is possible nothing is asked beforehand. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { t } from "../strings/t.ts";

const shownMs = 15_000;

/** `onFailure` hears why it could not be undone. Returns the call that takes the notice away. */
export function offerUndo(message: string, undo: () => Promise<void>, onFailure: (thrown: unknown) => void): () => void {
  const id = notifications.show({
    message: (
      <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
        <span style={{ flex: 1, overflowWrap: "anywhere" }}>{message}</span>
        <Button
          size="compact-xs"
          variant="default"
          style={{ flex: "none" }}
          onClick={() => {
            notifications.hide(id);
            undo().catch(onFailure);
          }}
        >
          {t("Undo")}
        </Button>
      </span>
    ),
    autoClose: shownMs,
  });
  return () => void notifications.hide(id);
}
