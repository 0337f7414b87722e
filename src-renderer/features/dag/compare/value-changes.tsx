/** Values of both sides in a table, the different ones marked. */
import type { ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import styles from "./value-changes.module.css";

export interface ChangeRow {
  readonly path: string;
  readonly before: ReactNode;
  readonly after: ReactNode;
  /** What one would want to know, among facts. */
  readonly isNotable?: boolean;
}

interface ValueChangesProps {
  readonly title: string;
  readonly rows: readonly ChangeRow[];
  /** Said where there are no rows. */
  readonly none?: string;
  /** Facts are others in any two runs: only notable ones stand out. */
  readonly areFacts?: boolean;
}

export function ValueChanges({ title, rows, none = "", areFacts = false }: ValueChangesProps): ReactNode {
  return (
    <section className={styles.block} aria-label={title}>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="dw-dim">{none}</p>
      ) : (
        <table className={styles.values}>
          <thead>
            <tr>
              <th scope="col">{t("Name")}</th>
              <th scope="col">{t("Before")}</th>
              <th scope="col">{t("After")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, before, after, isNotable = false }) => (
              <tr key={path} data-notable={isNotable || undefined}>
                <th scope="row">{path}</th>
                <td>{before === null ? <Absent /> : areFacts || before === after ? before : <del>{before}</del>}</td>
                <td>{after === null ? <Absent /> : areFacts || before === after ? after : <ins>{after}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Absent(): ReactNode {
  return <span className={styles.absent}>{t("none")}</span>;
}
