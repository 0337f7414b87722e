/** The problems found in the workspace's DAG files, with place and code. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight, CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { formatPlural } from "../../ui/format.ts";
import styles from "./dags-page.module.css";

const rank = { error: 0, warning: 1, info: 2 } as const;

export function ProblemsPanel({ diagnostics }: { diagnostics: readonly Diagnostic[] }): ReactNode {
  const [open, setOpen] = useState(true);
  if (diagnostics.length === 0) return null;
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <section className={styles.problems} aria-label="Problems">
      <button type="button" className={styles.problemsHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} aria-hidden />
        <h2 className="dw-small-heading">Problems</h2>
        <span className="dw-dim">
          {formatPlural(errors, "error")}, {formatPlural(diagnostics.length - errors, "other")}
        </span>
      </button>
      {open && <ProblemList diagnostics={diagnostics.toSorted((a, b) => rank[a.severity] - rank[b.severity] || a.file.localeCompare(b.file) || a.line - b.line)} />}
    </section>
  );
}

function ProblemList({ diagnostics }: { diagnostics: readonly Diagnostic[] }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: diagnostics.length, getScrollElement: () => scroller.current, estimateSize: () => 26, overscan: 8 });
  return (
    <div ref={scroller} style={{ overflow: "auto" }} tabIndex={0} role="region" aria-label="List of problems">
      <ul style={{ height: rows.getTotalSize(), position: "relative", margin: 0, padding: 0, listStyle: "none" }}>
        {rows.getVirtualItems().map((row) => {
          const diagnostic = diagnostics[row.index];
          return diagnostic === undefined ? null : (
            <li key={row.key} ref={rows.measureElement} data-index={row.index} style={{ position: "absolute", top: row.start, insetInline: 0, padding: "0 16px" }}>
              <ProblemRow diagnostic={diagnostic} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function ProblemRow({ diagnostic }: { diagnostic: Diagnostic }): ReactNode {
  return (
    <div className={styles.problemRow}>
      <SeverityIcon severity={diagnostic.severity} />
      <span className={styles.message}>{diagnostic.message}</span>
      <span className="dw-mono dw-dim">{diagnostic.code}</span>
      <span className="dw-mono dw-dim" title={diagnostic.field}>
        {diagnostic.file}:{diagnostic.line}:{diagnostic.column}
      </span>
    </div>
  );
}

function SeverityIcon({ severity }: { severity: Diagnostic["severity"] }): ReactNode {
  const place = { position: "relative", top: 2 } as const;
  if (severity === "error") return <CircleAlert size={13} color="var(--dw-error)" aria-label="Error" style={place} />;
  if (severity === "warning") return <TriangleAlert size={13} color="var(--dw-warn)" aria-label="Warning" style={place} />;
  return <Info size={13} color="var(--dw-text-2)" aria-label="Note" style={place} />;
}
