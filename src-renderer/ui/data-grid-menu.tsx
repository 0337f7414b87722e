/** The menu of a cell: copy it, its row or its column. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { cellsAsText, type CopyFormat } from "./copy-text.ts";
import type { CellPlace } from "./data-grid-model.ts";
import type { RowSource } from "./row-source.ts";

export interface MenuPlace extends CellPlace {
  readonly x: number;
  readonly y: number;
}

const formats: readonly CopyFormat[] = ["tsv", "csv", "json"];

export function DataGridMenu({ place, rows, onClose }: { place: MenuPlace; rows: RowSource; onClose: () => void }): ReactNode {
  const names = rows.columns.map((column) => column.name);
  const row = rows.rowAt(place.row) ?? [];
  const name = names[place.column] ?? "";
  const column = rows.all?.map((cells) => [cells[place.column] ?? null]) ?? null;
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
        {rows.all !== null && column !== null && (
          <>
            <Menu.Divider />
            {formats.map((format) => (
              <Menu.Item key={format} onClick={() => copy(cellsAsText([name], column, format))}>
                Copy column as {format.toUpperCase()} ({rows.rowCount} rows)
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item onClick={() => copy(cellsAsText(names, rows.all ?? [], "csv"))}>Copy all shown rows as CSV</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function copy(text: string): void {
  void navigator.clipboard.writeText(text);
}
