/** What the database said against a statement: its own words, where, and what it adds. Only ever text. */
import type { ReactNode } from "react";
import type { SqlFailureInfo } from "../../../../shared/contract/sql.ts";
import styles from "../sql.module.css";
import { t } from "../../../strings/t.ts";

export function FailureText({ failure }: { failure: SqlFailureInfo }): ReactNode {
  const where = failure.place === null ? "" : t("Line {{line}}, column {{column}}: ", { line: failure.place.line, column: failure.place.column });
  return (
    <div className={styles.failure} role="alert">
      <pre className={styles.message}>
        {where}
        {failure.message}
      </pre>
      {failure.detail !== null && <pre className={`${styles.message} dw-dim`}>{failure.detail}</pre>}
    </div>
  );
}
