/** Asks before anything writes on production: what would, and where. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./query.module.css";

export interface ConfirmWritesProps {
  readonly connection: ConnectionInfo;
  /** Texts of the statements that write. */
  readonly statements: readonly string[];
  readonly onRun: () => void;
  readonly onClose: () => void;
}

export function ConfirmWrites({ connection, statements, onRun, onClose }: ConfirmWritesProps): ReactNode {
  return (
    <Dialog title={t("Write on {{mark}}?", { mark: connection.mark ?? connection.id })} size={560} onClose={onClose} startsInside>
      <p>
        {rich("{{statements}} on {{connection}} ({{label}}), a production connection.", { statements: statements.length === 1 ? t("This statement writes") : t("These {{count}} statements write", { count: statements.length }), connection: <strong>{connection.id}</strong>, label: connection.label })}
      </p>
      <ol className={styles.writing}>
        {statements.map((text, at) => (
          <li key={at}>
            <pre tabIndex={0} aria-label={t("Statement {{at}} that writes", { at: at + 1 })}>{text}</pre>
          </li>
        ))}
      </ol>
      <div className={styles.dialogActs}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("Do not run")}
        </Button>
        <Button color="red" variant="light" onClick={onRun}>
          {t("Run and write")}
        </Button>
      </div>
    </Dialog>
  );
}
