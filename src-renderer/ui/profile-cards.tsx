/** Column profiles: for each column how full, how varied, how spread. More may still be coming. */
import { Button, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { ColumnProfile } from "../../shared/contract/warehouse.ts";
import { t } from "../strings/t.ts";
import { axisWords } from "./axis-words.ts";
import { EmptyState } from "./empty-state.tsx";
import { formatCount } from "./format.ts";
import styles from "./profile-cards.module.css";

export interface ProfileCardsProps {
  readonly columns: readonly ColumnProfile[];
  /** Columns in all; 0 when that is not told yet. */
  readonly total: number;
  readonly phase: "running" | "stopped" | "done";
  /** What else there is to know of the figures, as a sentence. */
  readonly note?: string | undefined;
  readonly onCancel: () => void;
  readonly onAgain: () => void;
}

/** More cards at once than anybody reads make the page slow; the rest is searched for. */
const mostCards = 200;

export function ProfileCards({ columns, total, phase, note, onCancel, onAgain }: ProfileCardsProps): ReactNode {
  const [search, setSearch] = useState("");
  const sample = columns.find((column) => column.sampledFrom !== undefined);
  const wanted = search.trim().toLowerCase();
  const found = columns.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <>
      <div className={styles.tools}>
        <TextInput size="xs" w={220} aria-label={t("Search the columns")} placeholder={t("Search the columns")} leftSection={<Search size={13} aria-hidden />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <span role="status" className="dw-num">
          {phase === "done" ? t("{{count}} columns", { count: columns.length }) : t("{{columns}} of {{count}} columns {{phase}}", { columns: formatCount(columns.length), count: total, phase: phase === "running" ? t("counted…") : t("counted before it was stopped") })}
        </span>
        {phase === "running" && (
          <Button size="compact-xs" variant="default" onClick={onCancel}>
            {t("Cancel")}
          </Button>
        )}
        {phase === "stopped" && (
          <Button size="compact-xs" variant="default" onClick={onAgain}>
            {t("Count again")}
          </Button>
        )}
        {note !== undefined && <span style={{ color: "var(--dw-warn)" }}>{note}</span>}
        {sample?.sampledFrom !== undefined && (
          <span style={{ color: "var(--dw-warn)" }}>
            {t("Figures of a sample: {{rowCount}} of about {{count}} rows.", { rowCount: formatCount(sample.rowCount), count: sample.sampledFrom })}
          </span>
        )}
      </div>
      {found.length === 0 && columns.length > 0 && <EmptyState title={t("No column has this name")} />}
      <div className={styles.profile} tabIndex={0} role="region" aria-label={t("Profile")} aria-busy={phase === "running"}>
        {found.slice(0, mostCards).map((column, index) => (
          <ColumnCard key={index} column={column} />
        ))}
        {found.length > mostCards && <p className="dw-dim">{t("{{found}} more; search for them.", { found: formatCount(found.length - mostCards) })}</p>}
      </div>
    </>
  );
}

function ColumnCard({ column }: { column: ColumnProfile }): ReactNode {
  return (
    <section className={styles.card} aria-label={column.name}>
      <div className={styles.cardHead}>
        <h2 className="dw-small-heading dw-mono dw-ellipsis" title={column.name}>
          {column.name}
        </h2>
        <span className="dw-mono dw-dim dw-ellipsis" style={{ marginLeft: "auto", flex: "none" }}>
          {column.type}
        </span>
      </div>
      <Histogram column={column} />
      <div className={styles.stats}>
        <span>{t("{{distinctCount}} distinct", { distinctCount: formatCount(column.distinctCount) })}</span>
        <span style={column.nullCount > 0 ? { color: "var(--dw-warn)" } : undefined}>
          {t("{{nullCount}} NULL ({{percent}})", { nullCount: formatCount(column.nullCount), percent: percent(column.nullCount, column.rowCount) })}
        </span>
        {column.mean !== null && <span title={column.mean}>{t("mean {{shorten}}", { shorten: shorten(column.mean) })}</span>}
      </div>
      <div className={styles.nulls} aria-hidden>
        <div className={styles.nullsFill} style={{ width: `${column.rowCount === 0 ? 0 : (100 * column.nullCount) / column.rowCount}%` }} />
      </div>
    </section>
  );
}

function Histogram({ column }: { column: ColumnProfile }): ReactNode {
  const most = Math.max(1, ...column.buckets.map((bucket) => bucket.count));
  return (
    <>
      <div className={styles.histogram} role="img" aria-label={t("{{count}} buckets; most in {{label}}", { count: column.buckets.length, label: column.buckets.find((bucket) => bucket.count === most)?.label ?? t("none") })}>
        {column.buckets.map((bucket, index) => (
          <span key={index} className={styles.bucket} style={{ height: `${(100 * bucket.count) / most}%` }} title={`${bucket.label}: ${formatCount(bucket.count)}`} />
        ))}
      </div>
      <div className={styles.ends}>
        {axisWords(column).map((words, end) => (
          <span key={end} className="dw-ellipsis" title={words}>
            {words}
          </span>
        ))}
      </div>
    </>
  );
}

/** Never rounds some to none: one NULL in a million is `< 0.1 %`. */
function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return "0 %";
  const share = (100 * part) / whole;
  if (share < 0.1) return "< 0.1 %";
  return share > 99.9 && part < whole ? "> 99.9 %" : `${share.toFixed(1)} %`;
}

function shorten(number: string): string {
  const value = Number(number);
  return Number.isFinite(value) && number.length > 10 ? `≈ ${value.toPrecision(6)}` : number;
}
