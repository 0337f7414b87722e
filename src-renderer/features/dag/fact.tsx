/** A name and its value in a list of facts. */
import type { ReactNode } from "react";
import styles from "./facts.module.css";

export function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className={styles.factName}>{name}</dt>
      <dd className={styles.factValue}>{children}</dd>
    </>
  );
}
