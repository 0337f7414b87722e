/** A log of any length: only the lines in sight are drawn and in memory. Follows the end while it grows, finds, filters, folds, saves. */
import { ArrowDown } from "lucide-react";
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from "react";
import { useCommandContexts, useCommandHandlers } from "../../../app/command-handlers.ts";
import { t } from "../../../strings/t.ts";
import { formatBytes, formatCount } from "../../../ui/format.ts";
import { LinkDialog } from "./link-dialog.tsx";
import { LogBar } from "./log-bar.tsx";
import { LogLine } from "./log-line.tsx";
import type { LogModel, LogSnapshot } from "./log-model.ts";
import { wantedPattern } from "./log-spans.ts";
import styles from "./log.module.css";
import { ScrollMarks } from "./scroll-marks.tsx";
import { useLineScroll } from "./use-line-scroll.ts";
import { useLogActs } from "./use-log-acts.ts";
import { useLogFind } from "./use-log-find.ts";
import { useLogOptions } from "./use-log-options.ts";
import { useNewLines } from "./use-new-lines.ts";
import type { LogStart, TryRef } from "./use-log.ts";

export interface LogViewProps {
  readonly model: LogModel;
  readonly log: LogSnapshot;
  readonly tryRef: TryRef;
  readonly start: LogStart;
  /** The line that the address names. */
  readonly line: number | null;
  /** A line was chosen; null: none is any more. */
  readonly onLine: ((line: number | null) => void) | null;
}

export function LogView({ model, log, tryRef, start, line, onLine }: LogViewProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const options = useLogOptions();
  const find = useLogFind(tryRef, log);
  const scroll = useLineScroll({ total: log.total, wrap: options.wrap, startAtEnd: line === null && start !== "top" });
  const acts = useLogActs({ model, log, tryRef, scroll, find, options, input, onLine });
  const { chosen, current } = acts;
  const { frame, content } = scroll;
  const newLines = useNewLines(log, scroll.following);
  const wanted = useMemo(() => (options.finding && (find.options.regex !== true || find.isDone) ? wantedPattern(find.options) : null), [options.finding, find.options, find.isDone]);
  const heads = useMemo(() => new Map(log.classes === null ? log.groups.map((group) => [group.from, group]) : []), [log.groups, log.classes]);

  useEffect(() => model.want(scroll.from, scroll.to));
  useStart({ log, start, line, wasMoved: scroll.wasMoved || find.options.text !== "", goTo: (to) => void acts.goTo(to) });
  useCommandContexts("log");
  useCommandHandlers(acts.commands);

  function onKeyDown(event: KeyboardEvent): void {
    if (!acts.onKeyDown(event) && !(event.target === frame.current && scroll.onKeyDown(event))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  const digits = Math.max(3, String(log.state?.lines ?? 0).length);
  const places = Array.from({ length: Math.max(0, scroll.to - scroll.from + 1) }, (_, at) => scroll.from + at);
  return (
    <div className={styles.log} data-full={options.isFull || undefined} onKeyDown={onKeyDown}>
      <LogBar {...{ model, log, find, options, input, acts }} following={scroll.following} />
      {(log.state?.droppedBytes ?? 0) > 0 && <div className={styles.notice}>{t("{{droppedBytes}} in the middle of this log were dropped: it grew beyond the limit in the settings.", { droppedBytes: formatBytes(log.state?.droppedBytes ?? 0) })}</div>}
      {missingLine(log, line) && <div className={styles.notice} role="status">{t("Line {{line}} is not in this log; its last line is {{last}}.", { line: formatCount(line ?? 0), last: formatCount(log.state?.lines ?? 0) })}</div>}
      <div className={styles.frame}>
        <div ref={frame} className={styles.scroller} data-wrap={options.wrap} tabIndex={0} role="log" aria-live="off" aria-label={t("Log of {{taskId}}, try {{tryNumber}}", { taskId: tryRef.taskId, tryNumber: tryRef.tryNumber })}>
          <div ref={content} className={styles.lines}>
            {places.map((place) => {
              const row = model.row(place);
              const number = row === undefined ? (log.isExact && log.classes === null ? model.lineAt(place) : null) : row.line;
              const group = number === null ? null : (heads.get(number) ?? null);
              return (
                <LogLine
                  key={number ?? `at ${place}`}
                  {...{ digits, wanted, group }}
                  row={(number === null ? undefined : acts.whole.get(number)) ?? row}
                  line={number}
                  showTimes={options.times}
                  isChosen={number !== null && chosen !== null && number >= chosen.from && number <= chosen.to}
                  isCurrent={number !== null && number === current}
                  isFolded={group !== null && log.folded.has(group.from)}
                  onNumber={acts.choose}
                  onFold={acts.fold}
                  onShowWhole={acts.showWhole}
                  onOpenLink={acts.openLink}
                />
              );
            })}
          </div>
        </div>
        <ScrollMarks scroll={scroll} total={log.total} hits={options.finding ? find.hits : noHits} current={current} shareOf={acts.shareOf} />
      </div>
      {newLines > 0 && (
        <button className={styles.pill} onClick={scroll.toEnd}>
          <ArrowDown size={13} aria-hidden />
          {t("{{count}} new lines", { count: newLines })}
        </button>
      )}
      {acts.link !== null && <LinkDialog address={acts.link} onClose={() => acts.openLink(null)} />}
    </div>
  );
}

const noHits: readonly number[] = [];

function missingLine({ state }: LogSnapshot, line: number | null): boolean {
  return line !== null && state !== null && state.scanned >= state.size && line > state.lines;
}

/** Goes once to where the log begins to be of interest: the line that was asked for, or the first error of a try that failed, as soon as it is known. */
function useStart({ log, start, line, wasMoved, goTo }: { log: LogSnapshot; start: LogViewProps["start"]; line: number | null; wasMoved: boolean; goTo: (line: number) => void }): void {
  const went = useRef<number | null>(null);
  const firstError = start === "error" && !wasMoved ? (log.state?.firstError ?? null) : null;
  const isKnown = log.state !== null;
  const go = useEffectEvent(goTo);
  useLayoutEffect(() => {
    const wanted = line ?? (went.current === null ? firstError : null);
    if (wanted === null || !isKnown || went.current === wanted) return;
    went.current = wanted;
    go(wanted);
  }, [line, firstError, isKnown]);
}
