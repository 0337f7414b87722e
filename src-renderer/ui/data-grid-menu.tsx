/** The menus of the data grid: of the selected cells (copying), and of a column (sort, filter, pin, move, hide). */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../strings/t.ts";
import type { CopyFormat } from "./copy-text.ts";
import type { GridOrder } from "./data-grid.tsx";
import { hidden, moved, pinned, shownColumns, type GridLayoutControl } from "./grid-layout.ts";
import { KeyHint } from "./key-hint.tsx";

export interface MenuPlace {
  readonly kind: "cells" | "column";
  readonly column: number;
  readonly x: number;
  readonly y: number;
}

const copies: readonly (readonly [words: string, format: CopyFormat, heads: boolean])[] = [
  [t("Copy with column names"), "tsv", true],
  [t("Copy as CSV"), "csv", true],
  [t("Copy as JSON"), "json", true],
  [t("Copy as Markdown"), "markdown", true],
  [t("Copy as IN list"), "in", false],
];

function PlacedMenu({ place, onClose, children }: { place: MenuPlace; onClose: () => void; children: ReactNode }): ReactNode {
  return (
    <Menu opened onClose={onClose} position="bottom-start" withinPortal trapFocus returnFocus>
      <Menu.Target>
        <span style={{ position: "fixed", left: place.x, top: place.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

export interface CellsMenuProps {
  readonly place: MenuPlace;
  /** How many cells are meant, in words. */
  readonly words: string;
  readonly onCopy: (format: CopyFormat, heads: boolean) => void;
  readonly more: ReactNode;
  readonly onClose: () => void;
}

export function CellsMenu({ place, words, onCopy, more, onClose }: CellsMenuProps): ReactNode {
  return (
    <PlacedMenu place={place} onClose={onClose}>
      <Menu.Label>{words}</Menu.Label>
      <Menu.Item rightSection={<KeyHint keys="$mod+c" />} onClick={() => onCopy("tsv", false)}>
        {t("Copy")}
      </Menu.Item>
      {copies.map(([title, format, heads]) => (
        <Menu.Item key={title} onClick={() => onCopy(format, heads)}>
          {title}
        </Menu.Item>
      ))}
      {more !== null && <Menu.Divider />}
      {more}
    </PlacedMenu>
  );
}

export interface ColumnMenuProps {
  readonly place: MenuPlace;
  readonly name: string;
  readonly control: GridLayoutControl;
  readonly order: GridOrder | undefined;
  readonly more: ReactNode;
  readonly onCopyName: () => void;
  readonly onClose: () => void;
}

export function ColumnMenu({ place, name, control, order, more, onCopyName, onClose }: ColumnMenuProps): ReactNode {
  const { column } = place;
  const { layout, change, fit } = control;
  const isPinned = layout.pinned.has(column);
  const sorted = order?.sort.find((one) => one.column === column);
  const shown = shownColumns(layout);
  return (
    <PlacedMenu place={place} onClose={onClose}>
      <Menu.Label>{name}</Menu.Label>
      {order !== undefined && (
        <>
          <Menu.Item disabled={sorted?.descending === false} onClick={() => order.onSet(column, false)}>
            {t("Sort ascending")}
          </Menu.Item>
          <Menu.Item disabled={sorted?.descending === true} onClick={() => order.onSet(column, true)}>
            {t("Sort descending")}
          </Menu.Item>
          {sorted !== undefined && <Menu.Item onClick={() => order.onSet(column, null)}>{t("Do not sort by it")}</Menu.Item>}
        </>
      )}
      {more}
      {(order !== undefined || more !== null) && <Menu.Divider />}
      <Menu.Item onClick={() => change((at) => pinned(at, column, !isPinned))}>{isPinned ? t("Unpin") : t("Pin at the left")}</Menu.Item>
      <Menu.Item onClick={() => change((at) => moved(at, column, -1))}>{t("Move left")}</Menu.Item>
      <Menu.Item onClick={() => change((at) => moved(at, column, 1))}>{t("Move right")}</Menu.Item>
      <Menu.Item onClick={() => fit(column)}>{t("Fit to the content")}</Menu.Item>
      <Menu.Item disabled={shown.length <= 1} onClick={() => change((at) => hidden(at, column, true))}>
        {t("Hide")}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item onClick={onCopyName}>{t("Copy the name")}</Menu.Item>
    </PlacedMenu>
  );
}
