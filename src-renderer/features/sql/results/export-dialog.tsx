/** What to export and how: the format, which rows, and for CSV how it is written. */
import { Button, Checkbox, Radio, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { exportFormats, type ExportFormat, type SqlExport } from "../../../../shared/contract/sql.ts";
import { t } from "../../../strings/t.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import styles from "./results.module.css";

const names: Readonly<Record<ExportFormat, string>> = { csv: "CSV", parquet: "Parquet", json: "JSON", xlsx: "Excel" };
const notes: Readonly<Record<ExportFormat, string>> = {
  csv: t("Every value as it is shown, columns named in the first line."),
  parquet: t("Typed columns, compressed. A column that fits no type exactly is written as text."),
  json: t("A list of objects. Numbers that readers of JSON would round are written as text."),
  xlsx: t("A workbook. Numbers of more than 15 digits are written as text, and no text is ever a formula."),
};
const delimiters = [
  { value: ",", label: "Comma" },
  { value: ";", label: "Semicolon" },
  { value: "\t", label: "Tab" },
  { value: "|", label: t("Bar") },
] as const;
type Delimiter = (typeof delimiters)[number]["value"];

export interface ExportDialogProps {
  /** Rows that are shown now, after the filter; null for a query that only runs for it. */
  readonly rows: number | null;
  /** The query has more rows than are kept: all of them can be had by running it again. */
  readonly mayRunAgain: boolean;
  readonly onExport: (which: "kept" | "all", format: ExportFormat, csv: SqlExport["csv"]) => void;
  readonly onClose: () => void;
}

export function ExportDialog({ rows, mayRunAgain, onExport, onClose }: ExportDialogProps): ReactNode {
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [which, setWhich] = useState<"kept" | "all">(rows === null ? "all" : "kept");
  const [delimiter, setDelimiter] = useState<Delimiter>(",");
  const [header, setHeader] = useState(true);
  const [nullText, setNullText] = useState("");
  const [guardFormulas, setGuardFormulas] = useState(false);
  return (
    <Dialog title={rows === null ? t("Run to a file") : t("Export the result")} size={460} onClose={onClose}>
      <form
        className={styles.exportForm}
        onSubmit={(event) => {
          event.preventDefault();
          onExport(which, format, { delimiter, header, nullText, guardFormulas });
        }}
      >
        <SegmentedControl fullWidth size="xs" aria-label={t("Format")} data={exportFormats.map((each) => ({ value: each, label: names[each] }))} value={format} onChange={(next) => setFormat(next as ExportFormat)} />
        {rows === null && <p>{t("All rows go straight to the file; none are shown here.")}</p>}
        <p className="dw-dim">{notes[format]}</p>
        {mayRunAgain && rows !== null && (
          <Radio.Group label={t("Rows")} size="xs" value={which} onChange={(next) => setWhich(next === "all" ? "all" : "kept")}>
            <Radio size="xs" mt={6} value="kept" label={t("The {{count}} rows that are kept, sorted and filtered as shown", { count: rows })} />
            <Radio size="xs" mt={6} value="all" label={t("All rows of the query, as it gives them: it runs again, without a limit")} />
          </Radio.Group>
        )}
        {format === "csv" && (
          <fieldset className={styles.csv}>
            <legend>CSV</legend>
            <div className={styles.pair}>
              <Select size="xs" label={t("Between the values")} allowDeselect={false} data={delimiters.map((each) => ({ ...each }))} value={delimiter} onChange={(next) => setDelimiter(delimiters.find((each) => each.value === next)?.value ?? ",")} />
              <TextInput size="xs" label={t("NULL is written as")} placeholder={t("nothing")} maxLength={20} value={nullText} onChange={(event) => setNullText(event.currentTarget.value)} />
            </div>
            <Checkbox size="xs" label={t("Column names in the first line")} checked={header} onChange={(event) => setHeader(event.currentTarget.checked)} />
            <Checkbox size="xs" label={t("Put ' before text that a spreadsheet takes for a formula")} checked={guardFormulas} onChange={(event) => setGuardFormulas(event.currentTarget.checked)} />
          </fieldset>
        )}
        <div className={styles.filterActs}>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button size="compact-sm" type="submit">
            {rows === null ? t("Run and write") : t("Export {{rows}}", { rows: which === "all" ? t("all rows") : t("{{count}} rows", { count: rows }) })}…
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
