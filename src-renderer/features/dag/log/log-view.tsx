/** A log of any length: only the lines in sight are drawn. Follows the end while it grows, finds, wraps, saves. */
import { useLocalStorage } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useCommandContexts, useCommandHandlers } from "../../../app/command-handlers.ts";
import { useHost } from "../../../app/host-context.tsx";
import { t } from "../../../strings/t.ts";
import { formatBytes } from "../../../ui/format.ts";
import { LogBar } from "./log-bar.tsx";
import { LogLineText } from "./log-line.tsx";
import type { LogSnapshot } from "./log-session.ts";
import { stripAnsi } from "./ansi.ts";
import styles from "./log.module.css";
import { useFollow } from "./use-follow.ts";
import { useLogSearch } from "./use-log-search.ts";
import type { TryRef } from "./use-log-session.ts";

const linePx = 18;
const errorPattern = /\b(?:error|exception|traceback|fatal|panic|critical|failed)\b/i;

export interface LogViewProps {
  readonly log: LogSnapshot;
  readonly tryRef: TryRef;
  /** Where to start: at the end of a log that grows or ended badly, at the top of one that went well. */
  readonly startAtEnd: boolean;
}

export function LogView({ log, tryRef, startAtEnd }: LogViewProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [wrap, setWrap] = useLocalStorage({ key: "dagwright.log-wrap", defaultValue: true, getInitialValueInEffect: false });
  const [finding, setFinding] = useState(false);
  const [current, setCurrent] = useState<number | null>(null);
  const [wholeLines, setWholeLines] = useState<ReadonlySet<number>>(new Set());
  const search = useLogSearch(log, tryRef);
  const host = useHost();
  const lines = useVirtualizer({ count: log.lineCount, getScrollElement: () => scroller.current, estimateSize: () => linePx, overscan: 30 });
  const toEnd = (): void => lines.scrollToIndex(log.lineCount - 1, { align: "end" });
  const follow = useFollow(scroller, { lineCount: log.lineCount, startFollowing: startAtEnd, loading: log.phase === "loading", toEnd });

  useEffect(() => lines.measure(), [lines, wrap, wholeLines]);

  function goTo(line: number | null): void {
    if (line === null) return;
    follow.setFollowing(false);
    setCurrent(line);
    lines.scrollToIndex(line, { align: "center" });
  }
  const step = (by: 1 | -1): void => goTo(search.step(by, lines.range?.startIndex ?? 0));
  const find = (open: boolean): void => {
    setFinding(open);
    if (!open) scroller.current?.focus();
    else input.current?.select();
  };
  const firstError = (): void => goTo(log.buffer.findLine(errorPattern, current === null ? 0 : current + 1) ?? log.buffer.findLine(errorPattern, 0));
  const download = (): void => void host.saveText(`${tryRef.dagId}.${tryRef.taskId}.try-${tryRef.tryNumber}.log`, stripAnsi(log.buffer.text()));
  const commands = {
    "log.search": () => find(true),
    "log.wrap": () => setWrap(!wrap),
    "log.follow": () => follow.setFollowing(!follow.following),
    "log.download": download,
    "log.top": () => goTo(0),
    "log.bottom": () => follow.setFollowing(true),
  } as const;
  useCommandContexts("log");
  useCommandHandlers(commands);

  function onKeyDown(event: KeyboardEvent): void {
    const mod = event.ctrlKey || event.metaKey;
    if (mod && event.key === "f") find(true);
    else if (mod || event.target !== scroller.current) return;
    else if (event.key === "n") step(1);
    else if (event.key === "N") step(-1);
    else if (event.key === "e") firstError();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className={styles.log} onKeyDown={onKeyDown}>
      <LogBar
        {...{ log, search, finding, wrap, input }}
        following={follow.following}
        onFind={find}
        onStep={step}
        onFirstError={firstError}
        onWrap={commands["log.wrap"]}
        onFollow={commands["log.follow"]}
        onDownload={download}
      />
      {log.droppedBytes > 0 && <div className={styles.notice}>{t("{{droppedBytes}} in the middle of this log were dropped: it grew beyond the limit in the settings.", { droppedBytes: formatBytes(log.droppedBytes) })}</div>}
      <div ref={scroller} className={styles.scroller} data-wrap={wrap} tabIndex={0} role="log" aria-live="off" aria-label={t("Log of {{taskId}}, try {{tryNumber}}", { taskId: tryRef.taskId, tryNumber: tryRef.tryNumber })} onScroll={follow.onScroll}>
        <div className={styles.lines} style={{ height: lines.getTotalSize() }}>
          {lines.getVirtualItems().map((item) => (
            <div
              key={item.key}
              ref={wrap ? lines.measureElement : undefined}
              data-index={item.index}
              data-current={item.index === current}
              className={styles.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LogLineText
                number={item.index + 1}
                line={log.buffer.line(item.index)}
                wanted={finding ? search.text : ""}
                whole={wholeLines.has(item.index + 1)}
                onShowWhole={(number) => setWholeLines(new Set([...wholeLines, number]))}
              />
            </div>
          ))}
        </div>
      </div>
      {follow.newLines > 0 && (
        <button className={styles.pill} onClick={() => follow.setFollowing(true)}>
          <ArrowDown size={13} aria-hidden />
          {t("{{count}} new lines", { count: follow.newLines })}
        </button>
      )}
    </div>
  );
}
