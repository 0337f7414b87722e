/** Cancelling a backfill: what that does, and whether what runs is stopped too. */
import { Button, Checkbox, Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Backfill } from "../../../../shared/contract/backfills.ts";
import { t } from "../../../strings/t.ts";
import dialog from "../dag-dialogs.module.css";

export interface CancelBackfillProps {
  readonly backfill: Backfill;
  readonly onClose: () => void;
  readonly onCancel: (stop: boolean) => void;
}

export function CancelBackfill({ backfill: { id, counts }, onClose, onCancel }: CancelBackfillProps): ReactNode {
  const [stop, setStop] = useState(false);
  const coming = counts.waiting + counts.queued;
  return (
    <Modal opened onClose={onClose} title={t("Cancel backfill {{id}}", { id })} size="md">
      <p>{t("{{count}} dates that have not begun are not done.", { count: coming })}</p>
      {counts.running > 0 && <p>{stop ? t("{{count}} runs at work are stopped with all their tasks. That part cannot be undone.", { count: counts.running }) : t("{{count}} runs at work go on to their end.", { count: counts.running })}</p>}
      <p className="dw-dim">{t("What is done stays. The cancel can be undone: what had not begun then follows after all.")}</p>
      {counts.running > 0 && <Checkbox label={t("Stop what runs, too")} checked={stop} onChange={(event) => setStop(event.currentTarget.checked)} />}
      <div className={dialog.dialogFoot}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("Close")}
        </Button>
        <Button
          onClick={() => {
            onClose();
            onCancel(stop);
          }}
        >
          {t("Cancel backfill")}
        </Button>
      </div>
    </Modal>
  );
}
