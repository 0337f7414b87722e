/** One line of a log: number, coloured text nodes, and what can be done with it. Never HTML. */
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo, type CSSProperties, type MouseEvent, type ReactNode } from "react";
import type { LogGroup, LogRow } from "../../../../shared/contract/logs.ts";
import { t } from "../../../strings/t.ts";
import { formatBytes } from "../../../ui/format.ts";
import type { AnsiStyle } from "./ansi.ts";
import { showLine, styleOf, timeLength, type ShownSpan } from "./log-spans.ts";
import styles from "./log.module.css";

export interface LogLineProps {
  /** Undefined while it is on its way. */
  readonly row: LogRow | undefined;
  /** Where its number is known before the row is. */
  readonly line: number | null;
  /** Columns for the number. */
  readonly digits: number;
  readonly wanted: RegExp | null;
  readonly showTimes: boolean;
  readonly isChosen: boolean;
  readonly isCurrent: boolean;
  /** The group that this line opens, if it does. */
  readonly group: LogGroup | null;
  readonly isFolded: boolean;
  readonly onNumber: (line: number, extend: boolean) => void;
  readonly onFold: (from: number) => void;
  readonly onShowWhole: (line: number) => void;
  readonly onOpenLink: (address: string) => void;
}

export const LogLine = memo(function LogLine(props: LogLineProps): ReactNode {
  const { row, line, digits, isChosen, isCurrent, group } = props;
  return (
    <div className={styles.line} data-line={line ?? undefined} data-kind={row?.kind} data-chosen={isChosen || undefined} data-current={isCurrent || undefined}>
      <button
        type="button"
        className={styles.number}
        style={{ minWidth: `${digits + 2}ch` }}
        tabIndex={-1}
        disabled={line === null}
        aria-label={line === null ? t("Number not known yet") : t("Line {{line}}", { line })}
        onClick={(event: MouseEvent) => line !== null && props.onNumber(line, event.shiftKey)}
      >
        {line ?? ""}
      </button>
      {row === undefined ? <span className={styles.pending} /> : <LineText {...props} row={row} group={group} />}
    </div>
  );
});

function LineText({ row, wanted, showTimes, group, isFolded, onFold, onShowWhole, onOpenLink }: LogLineProps & { row: LogRow }): ReactNode {
  const hidden = showTimes ? 0 : timeLength(row.text);
  const spans = showLine(group === null ? row.text.slice(hidden) : group.title, styleOf(row.style), wanted);
  return (
    <span className={styles.text} data-group={group !== null || undefined}>
      {group !== null && (
        <button type="button" className={styles.fold} tabIndex={-1} aria-expanded={!isFolded} aria-label={t("Group {{title}}", { title: group.title })} onClick={() => onFold(group.from)}>
          {isFolded ? <ChevronRight size={13} /> : <ChevronDown size={13} />}
        </button>
      )}
      {spans.map((span, at) => (
        <Span key={at} span={span} onOpenLink={onOpenLink} />
      ))}
      {group !== null && isFolded && <span className={styles.folded}> {t("{{count}} lines", { count: group.to - group.from })}</span>}
      {row.more !== undefined && <CutMark row={row} more={row.more} onShow={onShowWhole} />}
    </span>
  );
}

function Span({ span, onOpenLink }: { span: ShownSpan; onOpenLink: (address: string) => void }): ReactNode {
  const { link } = span;
  if (link !== undefined) {
    return (
      <button type="button" className={`${styles.link} ${classOf(span) ?? ""}`} style={colourOf(span.style)} title={link} tabIndex={-1} onClick={() => onOpenLink(link)}>
        {span.text}
      </button>
    );
  }
  return (
    <span className={classOf(span)} style={colourOf(span.style)}>
      {span.text}
    </span>
  );
}

function CutMark({ row, more, onShow }: { row: LogRow; more: number; onShow: (line: number) => void }): ReactNode {
  const { line } = row;
  if (line === null || row.text.length > 10_000) return <span className={styles.control}> {t("… {{more}} more; download the log to read them", { more: formatBytes(more) })}</span>;
  return (
    <button type="button" className={styles.showAll} onClick={() => onShow(line)}>
      {t("… show all ({{cut}} more)", { cut: formatBytes(more) })}
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
