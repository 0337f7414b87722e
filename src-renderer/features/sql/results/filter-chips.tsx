/** What is filtered now, each condition to change or to take away. */
import { Button } from "@mantine/core";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { ResultColumn } from "../../../../shared/contract/sql.ts";
import { t } from "../../../strings/t.ts";
import { filterWords, type Filter } from "./result-order.ts";
import styles from "./results.module.css";

export interface FilterChipsProps {
  readonly filters: readonly Filter[];
  readonly columns: readonly ResultColumn[];
  readonly onEdit: (index: number, at: { x: number; y: number }) => void;
  readonly onChange: (filters: readonly Filter[]) => void;
}

export function FilterChips({ filters, columns, onEdit, onChange }: FilterChipsProps): ReactNode {
  if (filters.length === 0) return null;
  return (
    <div className={styles.chips} role="group" aria-label={t("Filters")}>
      {filters.map((filter, index) => {
        const words = filterWords(filter, columns);
        return (
          <span key={index} className={styles.chip}>
            <button
              type="button"
              className={styles.chipText}
              title={words}
              onClick={(event) => {
                const box = event.currentTarget.getBoundingClientRect();
                onEdit(index, { x: box.left, y: box.bottom });
              }}
            >
              {words}
            </button>
            <button type="button" className={styles.chipEnd} aria-label={t("Remove the filter {{words}}", { words })} onClick={() => onChange(filters.toSpliced(index, 1))}>
              <X size={12} aria-hidden />
            </button>
          </span>
        );
      })}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onChange([])}>
        {t("Clear")}
      </Button>
    </div>
  );
}
