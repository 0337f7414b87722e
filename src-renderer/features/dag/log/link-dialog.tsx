/** A link that a task printed: where it leads is shown in full before anything opens. */
import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useHost } from "../../../app/host-context.tsx";
import { t } from "../../../strings/t.ts";
import { Dialog } from "../../../ui/dialog.tsx";

export function LinkDialog({ address, onClose }: { address: string; onClose: () => void }): ReactNode {
  const host = useHost();
  const open = (): void => {
    onClose();
    void host.openExternal(address);
  };
  return (
    <Dialog title={t("Open this page?")} size={520} onClose={onClose}>
      <p>{t("The task's log links to:")}</p>
      <p style={{ overflowWrap: "anywhere" }}>
        <code>{address}</code>
      </p>
      <Group justify="flex-end" gap={8}>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        <Button size="compact-sm" onClick={open}>
          {t("Open in the browser")}
        </Button>
      </Group>
    </Dialog>
  );
}
