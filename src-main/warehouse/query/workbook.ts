/**
 * An Excel workbook written as it goes: SpreadsheetML in a zip, one sheet after another, nothing kept but the piece under way. Numbers
 * that Excel would round (it keeps 15 digits) stay text, and text is never a formula.
 */
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { ColumnKind } from "../../../shared/contract/sql.ts";

/** What a sheet of Excel holds. */
export const sheetRows = 1_048_576;
export const sheetColumns = 16_384;
export const cellCharacters = 32_767;
const exactDigits = 15;

export interface WorkbookNotes {
  cutCells: number;
  textNumbers: number;
}

export interface Workbook {
  readonly notes: WorkbookNotes;
  row(cells: readonly (string | null)[]): void;
  end(): void;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const packageTypes = "http://schemas.openxmlformats.org/package/2006";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const encoder = new TextEncoder();

/** Control characters cannot stand in XML; Excel writes them as _xHHHH_. */
function xmlText(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    // eslint-disable-next-line no-control-regex -- they are what is replaced
    .replace(/[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, (found) => `_x${found.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}_`);
}

function isExactNumber(text: string): boolean {
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return false;
  return text.replace(/[eE].*$/, "").replace(/\D/g, "").replace(/^0+/, "").length <= exactDigits && Number.isFinite(Number(text));
}

function cellXml(cell: string | null, kind: ColumnKind, notes: WorkbookNotes): string {
  if (cell === null) return "<c/>";
  if (kind === "integer" || kind === "decimal" || kind === "float") {
    // A float of 16 or 17 digits is the same float in Excel, which shows fewer.
    if (isExactNumber(cell) || (kind === "float" && /^-?\d/.test(cell) && Number.isFinite(Number(cell)))) return `<c><v>${cell}</v></c>`;
    notes.textNumbers++;
  }
  if (kind === "boolean" && (cell === "true" || cell === "false")) return `<c t="b"><v>${cell === "true" ? 1 : 0}</v></c>`;
  let text = cell;
  if (text.length > cellCharacters) {
    notes.cutCells++;
    text = text.slice(0, cellCharacters);
  }
  return `<c t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

const flushCharacters = 64 * 1024;

/** `write` gets the bytes in order; they may not be kept back. */
export function openWorkbook(columns: readonly { readonly name: string; readonly kind: ColumnKind }[], write: (bytes: Uint8Array) => void): Workbook {
  const notes: WorkbookNotes = { cutCells: 0, textNumbers: 0 };
  let failed: Error | null = null;
  const zip = new Zip((error, bytes) => {
    if (error !== null) failed = error;
    else write(bytes);
  });
  let sheets = 0;
  let sheet: ZipDeflate | null = null;
  let rowsInSheet = 0;
  let buffer = "";
  const flush = (isLast: boolean): void => {
    sheet?.push(encoder.encode(buffer), isLast);
    buffer = "";
    if (failed !== null) throw failed;
  };
  const rowXml = (cells: readonly (string | null)[], kindOf: (index: number) => ColumnKind): string => `<row>${cells.map((cell, index) => cellXml(cell, kindOf(index), notes)).join("")}</row>`;
  const closeSheet = (): void => {
    buffer += "</sheetData></worksheet>";
    flush(true);
  };
  const openSheet = (): void => {
    if (sheet !== null) closeSheet();
    sheets++;
    sheet = new ZipDeflate(`xl/worksheets/sheet${sheets}.xml`, { level: 6 });
    zip.add(sheet);
    buffer = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
    buffer += rowXml(columns.map(({ name }) => name), () => "text");
    rowsInSheet = 1;
  };
  const addFile = (name: string, text: string): void => {
    const file = new ZipPassThrough(name);
    zip.add(file);
    file.push(encoder.encode(head + text), true);
  };
  openSheet();
  return {
    notes,
    row(cells) {
      if (rowsInSheet >= sheetRows) openSheet();
      buffer += rowXml(cells, (index) => columns[index]?.kind ?? "text");
      rowsInSheet++;
      if (buffer.length > flushCharacters) flush(false);
    },
    end() {
      closeSheet();
      const all = Array.from({ length: sheets }, (_, index) => index + 1);
      addFile("xl/workbook.xml", `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${all.map((id) => `<sheet name="Result${id === 1 ? "" : ` ${id}`}" sheetId="${id}" r:id="rId${id}"/>`).join("")}</sheets></workbook>`);
      addFile("xl/_rels/workbook.xml.rels", `<Relationships xmlns="${packageTypes}/relationships">${all.map((id) => `<Relationship Id="rId${id}" Type="${relations}/worksheet" Target="worksheets/sheet${id}.xml"/>`).join("")}</Relationships>`);
      addFile("_rels/.rels", `<Relationships xmlns="${packageTypes}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`);
      const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
      addFile(
        "[Content_Types].xml",
        `<Types xmlns="${packageTypes}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${all.map((id) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${type}.worksheet+xml"/>`).join("")}</Types>`,
      );
      zip.end();
      if (failed !== null) throw failed;
    },
  };
}
