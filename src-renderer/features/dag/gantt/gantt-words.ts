/** The Gantt chart in words: for tooltips and for who cannot see it. Pure. */
import { spentOf, type GanttRow, type GanttSpan, type SpanKind } from "../../../../shared/run-view/gantt-rows.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration, formatInstant } from "../../../ui/format.ts";
import { stateLook } from "../../../ui/state-look.ts";

export const kindWords: Readonly<Record<SpanKind, string>> = { waiting: t("Waiting"), retry: t("Waiting for the retry"), queued: t("Queued"), running: t("Running") };

/** `Try 2, failed: 1.5 s`, and from when to when below. */
export function spanWords(row: GanttRow, span: GanttSpan, now: number, zone: string | undefined): string {
  const spent = formatDuration((span.to ?? now) - span.from);
  const what = span.kind === "running" ? outcomeWord(row, span) : kindWords[span.kind].toLowerCase();
  const head = row.tries > 1 || span.tryNumber > 1 ? t("Try {{tryNumber}}, {{what}}: {{spent}}", { tryNumber: span.tryNumber, what, spent }) : t("{{what}}: {{spent}}", { what: what.charAt(0).toUpperCase() + what.slice(1), spent });
  const when = span.to === null ? t("since {{from}}", { from: formatInstant(span.from, zone) }) : `${formatInstant(span.from, zone)} – ${formatInstant(span.to, zone)}`;
  // What is said of the task, as by a mark, is said of its last try too.
  const ofTask = span.kind === "running" && span === row.spans.at(-1) ? row.reason : null;
  return [head, when, ...new Set([span.reason, ofTask].filter((reason) => reason !== null))].join("\n");
}

function outcomeWord(row: GanttRow, { state, tryNumber }: GanttSpan): string {
  const shown = tryNumber === row.tries && row.state !== "up_for_retry" ? row.state : (state ?? "running");
  return stateLook(shown).word.toLowerCase();
}

/** `waited 200 ms, queued 1.2 s, ran 3.5 s, waited 10.1 s for retries, 2 tries`. */
export function rowWords(row: GanttRow, now: number): string {
  if (row.spans.length === 0) return t("did not start");
  const spent = spentOf(row, now);
  const parts = [
    ...(spent.waiting > 0 ? [t("waited {{spent}}", { spent: formatDuration(spent.waiting) })] : []),
    ...(spent.queued > 0 ? [t("queued {{spent}}", { spent: formatDuration(spent.queued) })] : []),
    hasRun(row) ? t("ran {{spent}}", { spent: formatDuration(spent.running) }) : t("did not run"),
    ...(spent.retry > 0 ? [t("waited {{spent}} for retries", { spent: formatDuration(spent.retry) })] : []),
    ...(row.tries > 1 ? [t("{{count}} tries", { count: row.tries })] : []),
  ];
  return parts.join(", ");
}

function hasRun(row: GanttRow): boolean {
  return row.spans.some(({ kind }) => kind === "running");
}
