/** The checks of one try: outcome, message, the SQL behind it, and the rows that failed. */
import { Check, ChevronDown, ChevronRight, CircleAlert, TriangleAlert, X } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { keptFailingRows, type CheckResult } from "../../../../shared/model/run.ts";
import { rankedChecks } from "../../../../shared/run-view/rank-checks.ts";
import { CodeBlock } from "../../../code-view/code-block.tsx";
import { t } from "../../../strings/t.ts";
import { DataGrid } from "../../../ui/data-grid.tsx";
import { sourceOf } from "../../../ui/row-source.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import styles from "./task-panel.module.css";

export function ChecksTab({ checks }: { checks: readonly CheckResult[] }): ReactNode {
  if (checks.length === 0) {
    return (
      <EmptyState title={t("No checks ran")} example={"checks:\n  - { unique: id }\n  - { not_null: [id] }"}>
        {t("Checks audit a table before it is published. Add some to the task.")}
      </EmptyState>
    );
  }
  const failed = checks.filter((check) => check.outcome !== "passed").length;
  return (
    <div className={styles.scroll}>
      <p className={styles.checkSum}>{failed === 0 ? t("All {{count}} checks passed", { count: checks.length }) : t("{{failed}} of {{count}} checks did not pass", { failed, count: checks.length })}</p>
      {rankedChecks(checks).map((check, at) => (
        <CheckItem key={`${check.name} ${at}`} check={check} />
      ))}
    </div>
  );
}

function CheckItem({ check }: { check: CheckResult }): ReactNode {
  const [open, setOpen] = useState(check.outcome !== "passed");
  const id = useId();
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <div className={styles.check} data-outcome={check.outcome} data-severity={check.severity}>
      <button className={styles.checkHead} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <Chevron size={14} aria-hidden />
        <OutcomeIcon check={check} />
        <span className={styles.checkName}>{check.name}</span>
        <span className="dw-dim">{check.severity === "warn" ? t("{{outcome}}, warns only", { outcome: outcomeWords[check.outcome] }) : outcomeWords[check.outcome]}</span>
      </button>
      {open && (
        <div id={id} className={styles.checkBody}>
          <p>{check.message}</p>
          {check.failingRows.length > 0 && <FailingRows check={check} />}
          {check.sql !== null && <CodeBlock name={t("{{kind}} check", { kind: check.kind })} text={check.sql} language="sql" />}
        </div>
      )}
    </div>
  );
}

function FailingRows({ check }: { check: CheckResult }): ReactNode {
  const shown = check.failingRows.length;
  const set = { columns: check.failingColumns.map((name) => ({ name, type: "" })), rows: check.failingRows, totalRows: check.failingCount };
  return (
    <>
      <p className="dw-dim">{check.failingCount === null || shown < keptFailingRows ? t("{{count}} failing rows", { count: shown }) : t("First {{shown}} of {{count}} failing rows", { shown, count: check.failingCount })}</p>
      <div className={styles.failing} style={{ height: Math.min(320, 48 + shown * 28) }}>
        <DataGrid rows={sourceOf(set)} label={t("Rows that fail {{check}}", { check: check.name })} />
      </div>
    </>
  );
}

const outcomeWords: Readonly<Record<CheckResult["outcome"], string>> = { passed: t("passed"), failed: t("failed"), errored: t("errored") };

function OutcomeIcon({ check }: { check: CheckResult }): ReactNode {
  if (check.outcome === "passed") return <Check size={14} color="var(--dw-state-success)" aria-label={t("passed")} />;
  if (check.severity === "warn") return <TriangleAlert size={14} color="var(--dw-warn)" aria-label={t("warning")} />;
  if (check.outcome === "errored") return <CircleAlert size={14} color="var(--dw-error)" aria-label={t("errored")} />;
  return <X size={14} color="var(--dw-error)" aria-label={t("failed")} />;
}
