/** The tables of a run, each in or out, and for each of its columns whether it is masked. */
import { ActionIcon, Checkbox, NativeSelect } from "@mantine/core";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import { ColumnMask } from "../../../shared/capsule/manifest.ts";
import { t } from "../../strings/t.ts";
import styles from "./capsule.module.css";
import { keyOf, withMask, withTable, type ExportChoices, type PlannedOutput } from "./export-choices.ts";

interface TableChoicesProps {
  readonly outputs: readonly PlannedOutput[];
  readonly choices: ExportChoices;
  readonly onChange: (choices: ExportChoices) => void;
}

export function TableChoices({ outputs, choices, onChange }: TableChoicesProps): ReactNode {
  return (
    <div className={styles.scroll}>
      {outputs.map((output) => (
        <TableLine key={keyOf(output)} output={output} choices={choices} onChange={onChange} />
      ))}
    </div>
  );
}

function TableLine({ output, choices, onChange }: { output: PlannedOutput } & Omit<TableChoicesProps, "outputs">): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const key = keyOf(output);
  const choice = choices.tables[key];
  const name = `${output.schema}.${output.table}`;
  const masked = Object.keys(choice?.masks ?? {}).length;
  return (
    <>
      <div className={styles.line}>
        <Checkbox size="xs" className={styles.grow} label={name} description={factsOf(output, masked)} disabled={output.note !== null} checked={choice?.isIn ?? false} onChange={(event) => onChange(withTable(choices, key, { isIn: event.currentTarget.checked }))} />
        {choice?.isIn === true && (
          <ActionIcon variant="subtle" color="gray" size={24} aria-expanded={isOpen} aria-label={t("Columns of {{name}}", { name })} onClick={() => setOpen(!isOpen)}>
            {isOpen ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
          </ActionIcon>
        )}
      </div>
      {isOpen && choice?.isIn === true && (
        <div className={styles.columns} role="group" aria-label={t("Columns of {{name}}", { name })}>
          {output.columns.map((column) => (
            <MaskLine key={column.name} column={column.name} type={column.type} mask={choice.masks[column.name] ?? null} onMask={(mask) => onChange(withMask(choices, key, column.name, mask))} />
          ))}
        </div>
      )}
    </>
  );
}

function MaskLine({ column, type, mask, onMask }: { column: string; type: string; mask: ColumnMask | null; onMask: (mask: ColumnMask | null) => void }): ReactNode {
  return (
    <>
      <code className="dw-ellipsis">{column}</code>
      <span className="dw-dim dw-ellipsis">{type}</span>
      <NativeSelect
        size="xs"
        aria-label={t("Column {{column}}", { column })}
        value={mask ?? "plain"}
        data={[
          { value: "plain", label: t("as it is") },
          { value: "hash", label: t("hashed") },
          { value: "replace", label: t("replaced") },
        ]}
        onChange={(event) => {
          const chosen = ColumnMask.safeParse(event.currentTarget.value);
          onMask(chosen.success ? chosen.data : null);
        }}
      />
    </>
  );
}

function factsOf({ taskId, totalRows, isOfRun, note }: PlannedOutput, masked: number): string {
  const rows = totalRows === null ? null : t("{{count}} rows", { count: totalRows });
  const later = isOfRun === false ? t("a later run has filled it anew: these rows are not this run's") : null;
  return [taskId, note, rows, later, masked === 0 ? null : t("{{count}} columns masked", { count: masked })].filter((part) => part !== null).join(" · ");
}
