/** One line of a log: number, coloured text nodes, and what can be done with it. Never HTML. */
import { Copy } from "lucide-react";
import { memo, type CSSProperties, type ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { formatBytes } from "../../../ui/format.ts";
import { stripAnsi, type AnsiStyle } from "./ansi.ts";
import type { LogLine } from "./log-buffer.ts";
import { cutAtWhole, showLine, type ShownSpan } from "./log-spans.ts";
import styles from "./log.module.css";

export interface LogLineProps {
  readonly number: number;
  readonly line: LogLine;
  readonly wanted: string;
  readonly whole: boolean;
  readonly onShowWhole: (number: number) => void;
}

export const LogLineText = memo(function LogLineText({ number, line, wanted, whole, onShowWhole }: LogLineProps): ReactNode {
  const { spans, cut } = showLine(line, { whole, wanted });
  return (
    <>
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <span className={styles.text}>
        {spans.map((span, at) => (
          <span key={at} className={classOf(span)} style={colourOf(span.style)}>
            {span.text}
          </span>
        ))}
        {cut > 0 && <CutMark cut={cut} mayShow={!whole} onShow={() => onShowWhole(number)} />}
      </span>
      <button className={styles.copy} title={t("Copy line")} aria-label={t("Copy line {{number}}", { number })} tabIndex={-1} onClick={() => void navigator.clipboard.writeText(stripAnsi(line.text))}>
        <Copy size={12} />
      </button>
    </>
  );
});

function CutMark({ cut, mayShow, onShow }: { cut: number; mayShow: boolean; onShow: () => void }): ReactNode {
  if (!mayShow) return <span className={styles.control}> {t("… {{cut}} more; download the log to see lines longer than {{cutAtWhole}}", { cut: formatBytes(cut), cutAtWhole: formatBytes(cutAtWhole) })}</span>;
  return (
    <button className={styles.showAll} onClick={onShow}>
      {t("… show all ({{cut}} more)", { cut: formatBytes(cut) })}
    </button>
  );
}

function classOf({ style, control, found }: ShownSpan): string | undefined {
  const names = [style.bold && styles.bold, style.dim && styles.dim, style.italic && styles.italic, style.underline && styles.underline, control && styles.control, found && styles.found];
  return names.filter(Boolean).join(" ") || undefined;
}

function colourOf({ fg, bg, inverse }: AnsiStyle): CSSProperties | undefined {
  if (fg === null && bg === null && !inverse) return undefined;
  const text = cssColour(fg);
  const back = cssColour(bg);
  if (inverse) return { color: back ?? "var(--dw-surface)", background: text ?? "var(--dw-text)" };
  return { ...(text === null ? {} : { color: text }), ...(back === null ? {} : { background: back }) };
}

function cssColour(colour: number | string | null): string | null {
  return typeof colour === "number" ? `var(--log-${colour})` : colour;
}
