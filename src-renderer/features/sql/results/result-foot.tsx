/** Under the rows: how many there are of how many, and what to do when the query has more. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { formatCount, formatPlural } from "../../../ui/format.ts";
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
            Showing <b>{found === null ? "…" : formatCount(found)}</b> of <b>{formatCount(rowCount)}</b> rows
          </>
        ) : (
          <b>{formatPlural(rowCount, "row")}</b>
        )}{" "}
        × {formatPlural(columnCount, "column")}
        {!isWhole && ", more are coming"}
      </span>
      {isCapped && <span className={styles.warn}>The query has more rows; the first {formatCount(rowCount)} are kept.</span>}
      {isCapped && onAgain !== null && nextLimit !== null && (
        <Button size="compact-xs" variant="default" onClick={() => onAgain(nextLimit)}>
          Run again for {formatCount(nextLimit)}
        </Button>
      )}
      {isCapped && onExport !== null && (
        <Button size="compact-xs" variant="default" onClick={onExport}>
          Export all…
        </Button>
      )}
    </footer>
  );
}
