/** One condition on one column: chosen, written and applied. The engine filters the kept result by it. */
import { Button, Popover, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ResultColumn } from "../../../../shared/contract/sql.ts";
import { t } from "../../../strings/t.ts";
import { asksValue, filterOps, opWords, valueTrouble, type Filter, type FilterOp } from "./result-order.ts";
import styles from "./results.module.css";

export interface FilterPopoverProps {
  readonly column: number;
  readonly of: ResultColumn;
  /** What is changed; absent for a new one. */
  readonly filter: Filter | undefined;
  readonly at: { readonly x: number; readonly y: number };
  readonly onApply: (filter: Filter) => void;
  readonly onClose: () => void;
}

export function FilterPopover({ column, of, filter, at, onApply, onClose }: FilterPopoverProps): ReactNode {
  const ops = filterOps(of.kind);
  const [op, setOp] = useState<FilterOp>(filter?.op ?? ops[0] ?? "contains");
  const [value, setValue] = useState(filter?.value ?? (of.kind === "boolean" ? "true" : ""));
  const [wasTried, setWasTried] = useState(false);
  const trouble = valueTrouble(of.kind, op, value);
  const apply = (): void => {
    setWasTried(true);
    if (trouble === null) onApply({ column, op, ...(asksValue(op) ? { value } : {}) });
  };
  return (
    <Popover opened onClose={onClose} onDismiss={onClose} position="bottom-start" withinPortal trapFocus returnFocus shadow="md" width={300}>
      <Popover.Target>
        <span style={{ position: "fixed", left: at.x, top: at.y, width: 1, height: 1 }} />
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={styles.filterForm}
          aria-label={t("Filter {{of}}", { of: of.name })}
          onSubmit={(event) => {
            event.preventDefault();
            apply();
          }}
        >
          <div className={styles.filterTitle}>
            <strong className="dw-ellipsis">{of.name}</strong>
            <span className="dw-dim dw-mono dw-ellipsis">{of.type}</span>
          </div>
          <Select size="xs" aria-label={t("Condition")} allowDeselect={false} data={ops.map((each) => ({ value: each, label: opWords(each) }))} value={op} onChange={(next) => setOp(ops.find((each) => each === next) ?? op)} comboboxProps={{ withinPortal: false }} />
          {asksValue(op) && of.kind === "boolean" && <Select size="xs" aria-label={t("Value")} allowDeselect={false} data={["true", "false"]} value={value} onChange={(next) => setValue(next ?? "true")} comboboxProps={{ withinPortal: false }} />}
          {asksValue(op) && of.kind !== "boolean" && (
            <TextInput size="xs" aria-label={t("Value")} data-autofocus placeholder={placeholderOf(of)} value={value} error={wasTried ? trouble : null} onChange={(event) => setValue(event.currentTarget.value)} />
          )}
          <div className={styles.filterActs}>
            <Button size="compact-xs" variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button size="compact-xs" type="submit">
              {t("Filter")}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function placeholderOf({ kind }: ResultColumn): string {
  if (kind === "date") return "2026-11-21";
  if (kind === "timestamp") return "2026-11-21 13:45:00";
  return kind === "time" ? "13:45:00" : kind === "integer" || kind === "decimal" || kind === "float" ? "42" : t("Any letter case");
}
