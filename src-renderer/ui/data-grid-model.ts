/** The arithmetic of the data grid: column kinds, first widths, and where a key moves the active cell (by the places that are shown). Pure. */

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

export const narrowestPx = 48;
const widestAtFirstPx = 360;
const characterPx = 7.5;

const numberTypes = /^(u?(tiny|small|big|huge)?int(eger)?\d*|int\d|u?bigint|decimal|numeric|real|double|float\d?|serial|bigserial|money)/i;

export function isNumberType(type: string): boolean {
  return numberTypes.test(type.trim()) && !type.includes("[") && !/^interval/i.test(type.trim());
}

/** Wide enough for the name, the type and the first rows, within reason. */
export function firstWidths(columns: readonly { name: string; type: string }[], rows: readonly (readonly (string | null)[])[]): number[] {
  const sample = rows.slice(0, 50);
  return columns.map((column, index) => {
    const longest = Math.max(column.name.length, column.type.length, 4, ...sample.map((row) => row[index]?.length ?? 4));
    return Math.min(widestAtFirstPx, Math.max(64, Math.ceil(longest * characterPx) + 18));
  });
}

export interface MoveKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Null when the key moves nothing. */
export function moveCell(from: CellPlace, pressed: MoveKey, size: { rows: number; columns: number; page: number }): CellPlace | null {
  const far = pressed.ctrlKey || pressed.metaKey;
  const target = moved(from, pressed.key, far, size);
  if (target === null) return null;
  return { row: clamp(target.row, size.rows), column: clamp(target.column, size.columns) };
}

function moved(from: CellPlace, key: string, far: boolean, size: { rows: number; columns: number; page: number }): CellPlace | null {
  switch (key) {
    case "ArrowUp":
      return { ...from, row: far ? 0 : from.row - 1 };
    case "ArrowDown":
      return { ...from, row: far ? size.rows - 1 : from.row + 1 };
    case "ArrowLeft":
      return { ...from, column: far ? 0 : from.column - 1 };
    case "ArrowRight":
      return { ...from, column: far ? size.columns - 1 : from.column + 1 };
    case "PageUp":
      return { ...from, row: from.row - size.page };
    case "PageDown":
      return { ...from, row: from.row + size.page };
    case "Home":
      return { row: far ? 0 : from.row, column: 0 };
    case "End":
      return { row: far ? size.rows - 1 : from.row, column: size.columns - 1 };
    default:
      return null;
  }
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
