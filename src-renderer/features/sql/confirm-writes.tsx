/** Asks before anything writes on production: what would, and where. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { formatPlural } from "../../ui/format.ts";
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
    <Dialog title={`Write on ${connection.mark ?? connection.id}?`} size={560} onClose={onClose} startsInside>
      <p>
        {statements.length === 1 ? "This statement writes" : `These ${formatPlural(statements.length, "statement")} write`} on <strong>{connection.id}</strong> ({connection.label}), a production connection.
      </p>
      <ol className={styles.writing}>
        {statements.map((text, at) => (
          <li key={at}>
            <pre tabIndex={0} aria-label={`Statement ${at + 1} that writes`}>{text}</pre>
          </li>
        ))}
      </ol>
      <div className={styles.dialogActs}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Do not run
        </Button>
        <Button color="red" variant="light" onClick={onRun}>
          Run and write
        </Button>
      </div>
    </Dialog>
  );
}
