/** The problems found in the workspace's DAG files, with place and code. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight, CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { MessageText } from "../../ui/message-text.tsx";
import styles from "./dags-page.module.css";

const rank = { error: 0, warning: 1, info: 2 } as const;

export interface ProblemsPanelProps {
  readonly diagnostics: readonly Diagnostic[];
  /** To know which DAG a file holds. */
  readonly dags: readonly DagSummary[];
}

export function ProblemsPanel({ diagnostics, dags }: ProblemsPanelProps): ReactNode {
  const [open, setOpen] = useState(true);
  if (diagnostics.length === 0) return null;
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <section className={styles.problems} aria-label={t("Problems")}>
      <button type="button" className={styles.problemsHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} aria-hidden />
        <h2 className="dw-small-heading">{t("Problems")}</h2>
        <span className="dw-dim">
          {problemWords(diagnostics)}
        </span>
      </button>
      {open && <ProblemList dagOf={new Map(dags.map((dag) => [dag.file, dag.dagId]))} diagnostics={diagnostics.toSorted((a, b) => rank[a.severity] - rank[b.severity] || a.file.localeCompare(b.file) || a.line - b.line)} />}
    </section>
  );
}

/** `2 errors, 1 warning`. */
export function problemWords(diagnostics: readonly Diagnostic[]): string {
  const of = (wanted: Diagnostic["severity"]): number => diagnostics.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings, notes] = [of("error"), of("warning"), of("info")];
  const parts = [errors > 0 && t("{{count}} errors", { count: errors }), warnings > 0 && t("{{count}} warnings", { count: warnings }), notes > 0 && t("{{count}} notes", { count: notes })];
  return parts.filter((part) => part !== false).join(", ");
}

type DagOfFile = ReadonlyMap<string, string>;

function ProblemList({ diagnostics, dagOf }: { diagnostics: readonly Diagnostic[]; dagOf: DagOfFile }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: diagnostics.length, getScrollElement: () => scroller.current, estimateSize: () => 26, overscan: 8 });
  return (
    <div ref={scroller} style={{ overflow: "auto" }} tabIndex={0} role="region" aria-label={t("List of problems")}>
      <ul style={{ height: rows.getTotalSize(), position: "relative", margin: 0, padding: 0, listStyle: "none" }}>
        {rows.getVirtualItems().map((row) => {
          const diagnostic = diagnostics[row.index];
          return diagnostic === undefined ? null : (
            <li key={row.key} ref={rows.measureElement} data-index={row.index} style={{ position: "absolute", top: row.start, insetInline: 0, padding: "0 16px" }}>
              <ProblemRow diagnostic={diagnostic} dagId={dagOf.get(diagnostic.file) ?? null} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function ProblemRow({ diagnostic, dagId }: { diagnostic: Diagnostic; dagId: string | null }): ReactNode {
  const content = (
    <>
      <SeverityIcon severity={diagnostic.severity} />
      <span className={styles.message}>
        <MessageText text={diagnostic.message} />
      </span>
      <span className="dw-mono dw-dim">{diagnostic.code}</span>
      <span className={`dw-mono ${styles.problemPlace}`} title={diagnostic.field}>
        {diagnostic.file}:{diagnostic.line}:{diagnostic.column}
      </span>
    </>
  );
  if (dagId === null) return <div className={styles.problemRow}>{content}</div>;
  return (
    <a className={styles.problemRow} href={formatRoute({ page: "dag", dagId })}>
      {content}
    </a>
  );
}

function SeverityIcon({ severity }: { severity: Diagnostic["severity"] }): ReactNode {
  const place = { position: "relative", top: 2 } as const;
  if (severity === "error") return <CircleAlert size={13} color="var(--dw-error)" aria-label={t("Error")} style={place} />;
  if (severity === "warning") return <TriangleAlert size={13} color="var(--dw-warn)" aria-label={t("Warning")} style={place} />;
  return <Info size={13} color="var(--dw-text-2)" aria-label={t("Note")} style={place} />;
}
