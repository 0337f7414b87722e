/** Which columns are shown: to bring hidden ones back, and to find one among many. */
import { Button, Checkbox, Popover, TextInput } from "@mantine/core";
import { Columns3 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { ResultColumn } from "../../../../shared/contract/sql.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import { hidden, shownColumns, type GridLayoutControl } from "../../../ui/grid-layout.ts";
import styles from "./results.module.css";

/** A list that is longer is searched. */
const mostListed = 300;

export function ColumnsMenu({ columns, control, onGo }: { columns: readonly ResultColumn[]; control: GridLayoutControl; onGo: (column: number) => void }): ReactNode {
  const [search, setSearch] = useState("");
  const { layout, change } = control;
  const wanted = search.trim().toLowerCase();
  const all = layout.order.filter((column) => (columns[column]?.name ?? "").toLowerCase().includes(wanted));
  const away = layout.hidden.size;
  const isLast = shownColumns(layout).length <= 1;
  return (
    <Popover position="top-start" withinPortal trapFocus returnFocus shadow="md" width={280}>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" color="gray" leftSection={<Columns3 size={13} aria-hidden />}>
          {away > 0 ? t("Columns ({{hidden}} hidden)", { hidden: formatCount(away) }) : t("Columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <TextInput size="xs" data-autofocus aria-label={t("Search the columns")} placeholder={t("Search the columns")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <ul className={styles.columnList} aria-label={t("Columns")}>
          {all.slice(0, mostListed).map((column) => (
            <li key={column} className={styles.columnItem}>
              <Checkbox
                size="xs"
                label={columns[column]?.name}
                checked={!layout.hidden.has(column)}
                disabled={isLast && !layout.hidden.has(column)}
                onChange={(event) => {
                  const isHidden = !event.currentTarget.checked;
                  change((at) => hidden(at, column, isHidden));
                }}
              />
              {!layout.hidden.has(column) && (
                <Button size="compact-xs" variant="subtle" color="gray" aria-label={t("Go to {{name}}", { name: columns[column]?.name ?? "" })} onClick={() => onGo(column)}>
                  {t("Go to")}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {all.length > mostListed && <p className="dw-dim">{t("{{all}} more; search for them.", { all: formatCount(all.length - mostListed) })}</p>}
        {away > 0 && (
          <Button size="compact-xs" variant="default" onClick={() => change((at) => ({ ...at, hidden: new Set() }))}>
            {t("Show all")}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
