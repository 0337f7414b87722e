/** Code to read: numbered, lightly coloured lines, only those in sight drawn; marks lines with diagnostics. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import styles from "./code-view.module.css";
import { highlight, type CodeLanguage } from "./highlight.ts";

export interface CodeMark {
  /** From 1. */
  readonly line: number;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
}

export interface CodeViewProps {
  readonly text: string;
  readonly language: CodeLanguage;
  readonly label: string;
  readonly marks?: readonly CodeMark[];
  /** Brings this line, counted from 1, into sight. */
  readonly showLine?: number | null;
}

const linePx = 19;

export function CodeView({ text, language, label, marks = [], showLine = null }: CodeViewProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const code = useMemo(() => highlight(text, language), [text, language]);
  const markOf = useMemo(() => new Map(marks.map((mark) => [mark.line, mark])), [marks]);
  const lines = useVirtualizer({ count: code.length, getScrollElement: () => scroller.current, estimateSize: () => linePx, overscan: 30 });
  useEffect(() => {
    if (showLine !== null) lines.scrollToIndex(showLine - 1, { align: "center" });
  }, [lines, showLine]);
  return (
    <div ref={scroller} className={styles.code} tabIndex={0} role="region" aria-label={label}>
      <div className={styles.lines} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map((item) => {
          const mark = markOf.get(item.index + 1);
          return (
            <div key={item.key} className={styles.line} style={{ transform: `translateY(${item.start}px)` }} data-mark={mark?.severity} data-shown={item.index + 1 === showLine} title={mark?.message}>
              <span className={styles.gutter} aria-hidden="true">
                {item.index + 1}
              </span>
              <span className={styles.text}>
                {code[item.index]?.map((token, at) => (
                  <span key={at} className={styles[token.kind]}>
                    {token.text}
                  </span>
                ))}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
