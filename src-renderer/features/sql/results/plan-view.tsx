/** How the database would carry a statement out, or did: the tree with what each step costs, and its own words. */
import { Button, SegmentedControl } from "@mantine/core";
import { Gauge } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { PlanNode, SqlPlan } from "../../../../shared/contract/sql.ts";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount, formatDuration } from "../../../ui/format.ts";
import { Waiting } from "../../../ui/waiting.tsx";
import styles from "./plan.module.css";
import resultStyles from "./results.module.css";
import type { Explain, Explained } from "./use-explain.ts";

export function PlanView({ explained, plan }: { explained: Explained; plan: Explain }): ReactNode {
  const { question } = explained;
  const [isText, setText] = useState(false);
  const analyze = (): void => plan.ask({ ...question, analyze: true });
  return (
    <div className={resultStyles.result}>
      <div className={resultStyles.tools}>
        <SegmentedControl size="xs" aria-label={t("View of the plan")} data={[{ value: "tree", label: t("Tree") }, { value: "text", label: t("Text") }]} value={isText ? "text" : "tree"} onChange={(next) => setText(next === "text")} />
        {question.analyze === true ? (
          <span className="dw-dim">{t("Measured: the statement was carried out, and what it changed rolled back.")}</span>
        ) : (
          <>
            <Button size="compact-xs" variant="default" leftSection={<Gauge size={13} aria-hidden />} disabled={explained.phase === "running"} onClick={analyze}>
              {t("Run and measure")}
            </Button>
            <span className={styles.warning}>{t("It runs the statement and rolls back what it changed; what no database rolls back (sequences, calls to other servers) stays.")}</span>
          </>
        )}
      </div>
      {explained.phase === "running" && <Waiting rows={8} label={question.analyze === true ? t("Running the statement") : t("Asking for the plan")} onCancel={plan.cancel} />}
      {explained.phase === "failed" && <ErrorState title={t("The plan could not be had")} failure={explained.failure} onRetry={() => plan.ask(question)} />}
      {explained.phase === "done" && <PlanBody made={explained.plan} isText={isText} />}
    </div>
  );
}

function PlanBody({ made, isText }: { made: SqlPlan; isText: boolean }): ReactNode {
  if (isText || made.tree === null) {
    return (
      <pre className={styles.text} tabIndex={0} aria-label={t("Plan as text")}>
        {made.text}
      </pre>
    );
  }
  return (
    <div className={styles.tree} tabIndex={0} role="region" aria-label={t("Plan as a tree")}>
      <ul>
        <Step node={made.tree} whole={made.tree.ms ?? 0} />
      </ul>
    </div>
  );
}

/** Where a step itself takes its time: what its children take is theirs. */
function ownMs({ ms, children }: PlanNode): number | null {
  return ms === null ? null : Math.max(0, ms - children.reduce((sum, child) => sum + (child.ms ?? 0), 0));
}

function Step({ node, whole }: { node: PlanNode; whole: number }): ReactNode {
  const own = ownMs(node);
  const share = own === null || whole <= 0 ? null : own / whole;
  return (
    <li>
      <details open>
        <summary className={styles.step}>
          <strong>{node.name}</strong>
          <span className="dw-dim dw-num">{factsOf(node, own).join(" · ")}</span>
          {share !== null && (
            <span className={styles.share} aria-hidden>
              <span style={{ width: `${Math.round(share * 100)}%` }} />
            </span>
          )}
        </summary>
        {node.details.length > 0 && (
          <dl className={styles.details}>
            {node.details.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {node.children.length > 0 && (
          <ul>
            {node.children.map((child, index) => (
              <Step key={index} node={child} whole={whole} />
            ))}
          </ul>
        )}
      </details>
    </li>
  );
}

function factsOf({ rowsActual, rowsPlanned, ms, cost }: PlanNode, own: number | null): string[] {
  return [
    ...(rowsActual === null ? [] : [t("{{count}} rows", { count: rowsActual })]),
    ...(rowsPlanned === null ? [] : [t("{{rowsPlanned}} expected", { rowsPlanned: formatCount(rowsPlanned) })]),
    ...(own === null ? [] : [t("{{own}} itself", { own: formatDuration(own) })]),
    ...(ms === null || ms === own ? [] : [t("{{ms}} in all", { ms: formatDuration(ms) })]),
    ...(cost === null ? [] : [t("cost {{cost}}", { cost: formatCount(cost) })]),
  ];
}
