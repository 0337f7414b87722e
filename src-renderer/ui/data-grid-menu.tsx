/** The menu of a cell: copy it, its row or its column. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import type { RowSet } from "../../shared/contract/warehouse.ts";
import { cellsAsText, type CopyFormat } from "./copy-text.ts";
import type { CellPlace } from "./data-grid-model.ts";

export interface MenuPlace extends CellPlace {
  readonly x: number;
  readonly y: number;
}

const formats: readonly CopyFormat[] = ["tsv", "csv", "json"];

export function DataGridMenu({ place, set, onClose }: { place: MenuPlace; set: RowSet; onClose: () => void }): ReactNode {
  const names = set.columns.map((column) => column.name);
  const row = set.rows[place.row] ?? [];
  const name = names[place.column] ?? "";
  const column = set.rows.map((cells) => [cells[place.column] ?? null]);
  return (
    <Menu opened onClose={onClose} position="bottom-start" withinPortal trapFocus returnFocus>
      <Menu.Target>
        <span style={{ position: "fixed", left: place.x, top: place.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => copy(row[place.column] ?? "")}>Copy cell</Menu.Item>
        <Menu.Divider />
        {formats.map((format) => (
          <Menu.Item key={format} onClick={() => copy(cellsAsText(names, [row], format))}>
            Copy row as {format.toUpperCase()}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {formats.map((format) => (
          <Menu.Item key={format} onClick={() => copy(cellsAsText([name], column, format))}>
            Copy column as {format.toUpperCase()} ({set.rows.length} rows)
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => copy(cellsAsText(names, set.rows, "csv"))}>Copy all shown rows as CSV</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function copy(text: string): void {
  void navigator.clipboard.writeText(text);
}
