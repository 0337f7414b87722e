/** Under the rows: how many there are of how many, and what to do when the query has more. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import styles from "./results.module.css";

export interface ResultFootProps {
  readonly rowCount: number;
  /** Rows that the filter lets through, when they are counted. */
  readonly found: number | null;
  readonly isFiltered: boolean;
  readonly columnCount: number;
  readonly isWhole: boolean;
  readonly isCapped: boolean;
  readonly nextLimit: number | null;
  readonly onAgain: ((maxRows?: number) => void) | null;
  /** Null where nothing gives all of its rows. */
  readonly onExport: (() => void) | null;
}

export function ResultFoot({ rowCount, found, isFiltered, columnCount, isWhole, isCapped, nextLimit, onAgain, onExport }: ResultFootProps): ReactNode {
  return (
    <footer className={styles.foot}>
      <span className="dw-num" role="status">
        {isFiltered ? (
          <>
            {rich("Showing {{found}} of {{rowCount}} rows", { found: <b>{found === null ? "…" : formatCount(found)}</b>, rowCount: <b>{formatCount(rowCount)}</b> })}
          </>
        ) : (
          <b>{t("{{count}} rows", { count: rowCount })}</b>
        )}{" "}
        × {t("{{count}} columns", { count: columnCount })}
        {!isWhole && t(", more are coming")}
      </span>
      {isCapped && <span className={styles.warn}>{t("The query has more rows; the first {{rowCount}} are kept.", { rowCount: formatCount(rowCount) })}</span>}
      {isCapped && onAgain !== null && nextLimit !== null && (
        <Button size="compact-xs" variant="default" onClick={() => onAgain(nextLimit)}>
          {t("Run again for {{nextLimit}}", { nextLimit: formatCount(nextLimit) })}
        </Button>
      )}
      {isCapped && onExport !== null && (
        <Button size="compact-xs" variant="default" onClick={onExport}>
          {t("Export all…")}
        </Button>
      )}
    </footer>
  );
}
