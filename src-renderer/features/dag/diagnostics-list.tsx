/** What is wrong with the file, all of it at once, each with its place and code. */
import { ChevronDown, ChevronRight, CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { t } from "../../strings/t.ts";
import { MessageText } from "../../ui/message-text.tsx";
import styles from "./diagnostics-list.module.css";
import { severityWords } from "../../ui/model-words.ts";

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;
const colours = { error: "var(--dw-error)", warning: "var(--dw-warn)", info: "var(--dw-text-2)" } as const;

/** Errors are shown at once, and that nothing of the file is read yet; else one line says how many warnings or notes there are until it is opened. */
export function DiagnosticsList({ diagnostics, onShow }: { diagnostics: readonly Diagnostic[]; onShow: (line: number) => void }): ReactNode {
  const isUrgent = diagnostics.some(({ severity, code }) => severity === "error" || code === "dag/being-read");
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  const Icon = icons[warnings > 0 ? "warning" : "info"];
  const [open, setOpen] = useState(false);
  if (diagnostics.length === 0) return null;
  if (isUrgent) return <List diagnostics={diagnostics} onShow={onShow} />;
  return (
    <>
      <button className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon size={13} color={colours[warnings > 0 ? "warning" : "info"]} aria-hidden />
        {warnings > 0 ? t("{{count}} warnings in the file", { count: warnings }) : t("{{count}} notes on the file", { count: diagnostics.length })}
        {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
      </button>
      {open && <List diagnostics={diagnostics} onShow={onShow} />}
    </>
  );
}

function List({ diagnostics, onShow }: { diagnostics: readonly Diagnostic[]; onShow: (line: number) => void }): ReactNode {
  return (
    <ul className={styles.diagnostics} aria-label={t("Problems in the file")}>
      {diagnostics.map((diagnostic, at) => {
        const Icon = icons[diagnostic.severity];
        return (
          <li key={at}>
            <button className={styles.diagnostic} onClick={() => onShow(diagnostic.line)} title={t("Show in the source")}>
              <Icon size={14} color={colours[diagnostic.severity]} aria-label={severityWords[diagnostic.severity]} style={{ flex: "none", marginTop: 3 }} />
              <span className={`dw-num dw-mono ${styles.place}`}>
                {diagnostic.line}:{diagnostic.column}
              </span>
              <span className={styles.message}>
                <MessageText text={diagnostic.message} />
              </span>
              <code className={styles.code}>{diagnostic.code}</code>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
