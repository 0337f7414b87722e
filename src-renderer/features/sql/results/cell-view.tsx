/** The active cell in full, beside the rows: text as it is, JSON laid out, bytes as hex. Follows the cursor. */
import { ActionIcon, Button, CopyButton, SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { ResultColumn, ResultOrder } from "../../../../shared/contract/sql.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import type { CellPlace } from "../../../ui/data-grid-model.ts";
import { formatCount } from "../../../ui/format.ts";
import { formsOf, hexLines, layOutJson, type CellForm } from "./cell-text.ts";
import styles from "./results.module.css";

export interface CellViewProps {
  readonly resultId: string;
  readonly order: ResultOrder;
  readonly place: CellPlace;
  readonly column: ResultColumn;
  readonly onClose: () => void;
}

/** A page that lays out more text than this is slow to scroll; the rest is there to copy. */
const shownCharacters = 200_000;
const names: Readonly<Record<CellForm, string>> = { text: t("Text"), json: "JSON", hex: t("Hex") };

export function CellView({ resultId, order, place, column, onClose }: CellViewProps): ReactNode {
  const rpc = useRpc();
  const query = useQuery({ ...rpc.sql.cell.queryOptions({ input: { resultId, ...order, row: Math.max(0, place.row), column: place.column } }), placeholderData: keepPreviousData, staleTime: Infinity, gcTime: 0, retry: false });
  const [wanted, setWanted] = useState<CellForm | null>(null);
  const text = query.data?.text ?? null;
  const forms = useMemo(() => (text === null ? [] : formsOf(text, column.kind === "binary")), [text, column.kind]);
  const form = forms.find((each) => each === wanted) ?? forms[0] ?? "text";
  const shown = useMemo(() => (text === null ? "" : form === "json" ? layOutJson(text) : form === "hex" ? hexLines(text.slice(0, shownCharacters)).join("\n") : text), [text, form]);
  const characters = query.data?.characters ?? 0;
  return (
    <aside className={styles.cellView} aria-label={t("Cell")}>
      <header className={styles.cellHead}>
        <strong className="dw-ellipsis" title={column.name}>
          {column.name}
        </strong>
        <span className="dw-dim dw-num" style={{ flex: "none" }}>
          {t("row {{value}}", { value: formatCount(Math.max(0, place.row) + 1) })}
        </span>
        <ActionIcon ml="auto" size="sm" variant="subtle" color="gray" aria-label={t("Close the cell")} onClick={onClose}>
          <X size={14} aria-hidden />
        </ActionIcon>
      </header>
      <div className={styles.cellTools}>
        {forms.length > 1 && <SegmentedControl size="xs" aria-label={t("Shown as")} data={forms.map((each) => ({ value: each, label: names[each] }))} value={form} onChange={(next) => setWanted(next as CellForm)} />}
        <span className="dw-dim dw-num">{text === null ? "" : t("{{count}} characters", { count: characters })}</span>
        {text !== null && (
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button ml="auto" size="compact-xs" variant="default" onClick={copy}>
                {copied ? t("Copied") : t("Copy")}
              </Button>
            )}
          </CopyButton>
        )}
      </div>
      {query.isError && <p className={styles.cellNote}>{toFailure(query.error).message}</p>}
      {query.data !== undefined && text === null && <p className={styles.cellNote}>{t("NULL: there is no value.")}</p>}
      {text === "" && <p className={styles.cellNote}>{t("The empty text: a value of no characters.")}</p>}
      {text !== null && text !== "" && (
        <pre className={styles.cellText} tabIndex={0} aria-label={t("Value of {{column}}", { column: column.name })} data-form={form}>
          {shown.slice(0, shownCharacters)}
        </pre>
      )}
      {shown.length > shownCharacters && <p className={styles.cellNote}>{t("The first {{count}} characters are shown; Copy takes {{text}}.", { count: shownCharacters, text: text !== null && characters > text.length ? t("the first {{text}}", { text: formatCount(text.length) }) : t("all") })}</p>}
    </aside>
  );
}
