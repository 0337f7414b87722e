/** The first line in which the logs of a task differ, with the lines around it; each line leads to its log. */
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { CompareLogs, LogComparison, LogExcerpt } from "../../../../shared/contract/compare.ts";
import type { TaskSide } from "../../../../shared/run-view/comparison.ts";
import { formatRoute } from "../../../app/route.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { formatBytes, formatCount } from "../../../ui/format.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import compareStyles from "./compare.module.css";
import styles from "./log-difference.module.css";
import pairStyles from "./pair-details.module.css";
import { plainLine } from "./plain-line.ts";
import valueStyles from "./value-changes.module.css";

type Side = Omit<CompareLogs["before"], "tryNumber">;
type Place = Extract<LogComparison, { kind: "unread" }>["from"];

interface LogDifferenceProps {
  readonly sides: { readonly before: Side; readonly after: Side };
  readonly before: TaskSide;
  readonly after: TaskSide;
}

export function LogDifference({ sides, before, after }: LogDifferenceProps): ReactNode {
  const hasLogs = before.startedAt !== null && after.startedAt !== null && before.tryNumber > 0 && after.tryNumber > 0;
  const tries = { before: { ...sides.before, tryNumber: before.tryNumber }, after: { ...sides.after, tryNumber: after.tryNumber } };
  const of = JSON.stringify(tries);
  // How far these very logs were read.
  const [read, setRead] = useState<{ readonly of: string; readonly upTo: Place } | null>(null);
  const from = read?.of === of ? read.upTo : null;
  const query = useQuery(useRpc().compare.logs.queryOptions({ input: { ...tries, ...(from === null ? {} : { from }) }, enabled: hasLogs, retry: false }));
  return (
    <section className={valueStyles.block} aria-label={t("Log")} aria-busy={hasLogs && query.isFetching ? true : undefined}>
      <h3>{t("First different line of the log")}</h3>
      {!hasLogs && <p className="dw-dim">{t("It did not run in both, so there are no two logs to compare.")}</p>}
      {hasLogs && query.error !== null && <p className={pairStyles.only}>{toFailure(query.error).message}</p>}
      {hasLogs && query.isPending && <SkeletonRows rows={4} label={t("Comparing the logs")} />}
      {query.data?.kind === "same" && <p className="dw-dim">{sameWords(query.data)}</p>}
      {query.data?.kind === "unread" && <Unread found={query.data} onGo={(upTo) => setRead({ of, upTo })} />}
      {query.data?.kind === "different" && (
        <>
          <Excerpt word={t("Before")} excerpt={query.data.before} of={tries.before} />
          <Excerpt word={t("After")} excerpt={query.data.after} of={tries.after} />
          <p className={styles.rule}>{t("Instants, durations, process ids, hexadecimal ids, temporary paths and colours do not count.")}</p>
        </>
      )}
    </section>
  );
}

function sameWords({ lines, isOpen }: Extract<LogComparison, { kind: "same" }>): string {
  if (isOpen) return t("{{count}} lines are the same so far; one of the tries is still writing.", { count: lines });
  return lines === 0 ? t("Both logs are empty.") : t("All {{count}} lines are the same.", { count: lines });
}

function Unread({ found, onGo }: { found: Extract<LogComparison, { kind: "unread" }>; onGo: (from: Place) => void }): ReactNode {
  return (
    <p className="dw-dim" role="status">
      {t("The first {{lines}} lines are the same: {{read}} of {{size}} read.", { lines: formatCount(found.lines), read: formatBytes(found.readBytes), size: formatBytes(found.size) })}{" "}
      <button type="button" className={compareStyles.link} onClick={() => onGo(found.from)}>
        {t("Read on")}
      </button>
    </p>
  );
}

function Excerpt({ word, excerpt, of }: { word: string; excerpt: LogExcerpt; of: CompareLogs["before"] }): ReactNode {
  return (
    <div className={styles.excerpt} role="group" aria-label={t("Log, {{word}}", { word: word.toLowerCase() })}>
      <div className={styles.excerptWord}>{word}</div>
      <ol>
        {excerpt.lines.map(({ line, text }) => (
          <li key={line} data-first={line === excerpt.line || undefined}>
            <a href={lineRoute(of, line)} aria-label={t("Line {{line}} in the log", { line })}>
              {line}
            </a>
            <code>{plainLine(text)}</code>
          </li>
        ))}
        {excerpt.line === null && (
          <li data-first>
            <span aria-hidden>–</span>
            <em>{t("the log has ended")}</em>
          </li>
        )}
      </ol>
    </div>
  );
}

function lineRoute({ source, ...of }: CompareLogs["before"], line: number): string {
  return formatRoute({ page: "run", ...of, line, ...(source === undefined ? {} : { source }) });
}
