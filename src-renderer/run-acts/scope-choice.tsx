/** Which tasks besides the named ones: each a button that is in or out. */
import type { ReactNode } from "react";
import { t } from "../strings/t.ts";
import type { ActScope } from "./act-store.ts";
import styles from "./acts.module.css";

const words: Readonly<Record<keyof ActScope, readonly [name: string, hint: string]>> = {
  downstream: [t("Downstream"), t("And everything that depends on them")],
  upstream: [t("Upstream"), t("And everything that they depend on")],
  past: [t("Earlier runs"), t("The same tasks in the runs before, by logical date")],
  future: [t("Later runs"), t("The same tasks in the runs after, by logical date")],
  onlyFailed: [t("Only failed"), t("Of the named tasks only those that failed, were given up or interrupted")],
};

export function ScopeChoice({ offered, scope, onChange }: { offered: readonly (keyof ActScope)[]; scope: ActScope; onChange: (scope: ActScope) => void }): ReactNode {
  return (
    <div className={styles.scope} role="group" aria-label={t("Also")}>
      {offered.map((name) => (
        <button key={name} type="button" className="dw-chip" aria-pressed={scope[name]} title={words[name][1]} onClick={() => onChange({ ...scope, [name]: !scope[name] })}>
          {words[name][0]}
        </button>
      ))}
    </div>
  );
}
