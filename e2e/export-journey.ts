/** Exports as a person makes them, read afterwards by DuckDB and unzip: no cell may have become another one. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, type Page } from "playwright/test";
import { askDuck } from "./outside-look.ts";
import { head, newQuery, runAll } from "./results-screen.ts";

/** Does what makes the program ask for a file, and sees to it that this one is given. */
export type SaveAs = (file: string, act: () => Promise<void>) => Promise<void>;

const long = `"x''y" `.repeat(50);
const hostile = `select * from (values
  (1, 9007199254740993::bigint, 12345678901234567890.123456789::decimal(38,9), '=HYPERLINK("http://evil","x")', null, timestamptz '2024-03-10 02:30:00.123456-05', true),
  (2, -1, 0.1, '+1+1', '', timestamptz '2024-03-10 02:30:00+00', false),
  (3, 0, -0.000000001, '@SUM(A1)', 'NULL', null, null),
  (4, 15, 1.1, '-2+3|cmd', '<script>alert(1)</script> & "q"', timestamptz '1969-12-31 23:59:59.999999+00', true),
  (5, null, null, 'a,b;c|d' || chr(9) || 'tab' || chr(13) || chr(10) || 'line', '${long}', null, null),
  (6, 7, 7, 'é😀' || chr(11) || '_x0041_', ' lead and trail ', null, null)) as t(n, "big", exact, "=head,""x""", maybe, ts, flag)`;

const texts = ['=HYPERLINK("http://evil","x")', "+1+1", "@SUM(A1)", "-2+3|cmd", "a,b;c|d\ttab\r\nline", "é😀\u000b_x0041_"];
const maybes = [null, "", "NULL", '<script>alert(1)</script> & "q"', `"x'y" `.repeat(50), " lead and trail "];
const columns = {
  n: ["1", "2", "3", "4", "5", "6"],
  big: ["9007199254740993", "-1", "0", "15", null, "7"],
  exact: ["12345678901234567890.123456789", "0.100000000", "-0.000000001", "1.100000000", null, "7.000000000"],
  text: texts,
  maybe: maybes,
  ts: ["2024-03-10 07:30:00.123456+00", "2024-03-10 02:30:00+00", null, "1969-12-31 23:59:59.999999+00", null, null],
  flag: ["true", "false", null, "true", null, null],
};
const expected = columns.n.map((_, row) => Object.values(columns).map((values) => values[row] ?? null));

interface ExportHow {
  readonly format: "CSV" | "Parquet" | "JSON" | "Excel";
  readonly nullText?: string;
  readonly isGuarded?: boolean;
  readonly areAll?: boolean;
}

async function exportAs(page: Page, { format, nullText, isGuarded = false, areAll = false }: ExportHow): Promise<void> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Export the result" });
  await dialog.getByText(format, { exact: true }).first().click();
  if (areAll) await dialog.getByRole("radio", { name: /All rows of the query/ }).check();
  if (nullText !== undefined) await dialog.getByLabel("NULL is written as").fill(nullText);
  if (isGuarded) await dialog.getByRole("checkbox", { name: /spreadsheet takes for a formula/ }).check();
  await dialog.getByRole("button", { name: /^Export / }).click();
}

function sheetCells(file: string): (string | null)[][] {
  const xml = execFileSync("unzip", ["-p", file, "xl/worksheets/sheet1.xml"], { encoding: "utf8" });
  expect(xml).not.toMatch(/<f[ >]/);
  return [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = ""]) => [...row.matchAll(/<c\/>|<c[^>]*>(.*?)<\/c>/gs)].map(([all, inner = ""]) => (all === "<c/>" ? null : plain(inner.replace(/<[^>]*>/g, "")))));
}

/** As Excel reads what stands in the file. */
function plain(xml: string): string {
  return xml.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

export async function everyFormat(page: Page, folder: string, saveAs: SaveAs): Promise<void> {
  await newQuery(page);
  await runAll(page, hostile);
  await expect(head(page, "exact")).toBeVisible();
  const file = (name: string): string => join(folder, name);

  await saveAs(file("plain.csv"), () => exportAs(page, { format: "CSV", nullText: "\\N" }));
  const csv = `read_csv('${file("plain.csv")}', all_varchar = true, header = false, nullstr = '\\N', quote = '"', escape = '"', delim = ',', new_line = '\\r\\n', strict_mode = false)`;
  const rows = askDuck(`select * from ${csv.replace(", new_line = '\\r\\n'", "")}`);
  expect(rows[0]).toEqual(["n", "big", "exact", '=head,"x"', "maybe", "ts", "flag"]);
  expect(rows.slice(1)).toEqual(expected);

  await saveAs(file("guarded.csv"), () => exportAs(page, { format: "CSV", nullText: "\\N", isGuarded: true }));
  const guarded = askDuck(`select * from read_csv('${file("guarded.csv")}', all_varchar = true, header = false, nullstr = '\\N', quote = '"', escape = '"', delim = ',', strict_mode = false)`);
  expect(guarded[0]?.[3]).toBe('\'=head,"x"');
  expect(guarded.slice(1, 5).map((row) => row[3])).toEqual(texts.slice(0, 4).map((text) => `'${text}`));
  expect(guarded.slice(1).map((row) => row[1])).toEqual(columns.big);

  await saveAs(file("typed.parquet"), () => exportAs(page, { format: "Parquet" }));
  expect(askDuck(`select * from read_parquet('${file("typed.parquet")}')`)).toEqual(expected);
  expect(askDuck(`select column_type from (describe select * from read_parquet('${file("typed.parquet")}'))`).flat()).toEqual(["INTEGER", "BIGINT", "DECIMAL(38,9)", "VARCHAR", "VARCHAR", "TIMESTAMP WITH TIME ZONE", "BOOLEAN"]);

  await saveAs(file("list.json"), () => exportAs(page, { format: "JSON" }));
  const list = JSON.parse(readFileSync(file("list.json"), "utf8")) as Record<string, unknown>[];
  expect(list.map((row) => [row["n"], row["big"], row["exact"], row['=head,"x"'], row["maybe"], row["flag"]])).toEqual(
    expected.map(([n, big, exact, text, maybe, , flag]) => [Number(n), big, exact, text, maybe, flag === null ? null : flag === "true"]),
  );

  await saveAs(file("book.xlsx"), () => exportAs(page, { format: "Excel" }));
  const [names, ...cells] = sheetCells(file("book.xlsx"));
  expect(names).toEqual(["n", "big", "exact", '=head,"x"', "maybe", "ts", "flag"]);
  const asExcel = (value: string | null, column: number): string | null => (column === 6 && value !== null ? (value === "true" ? "1" : "0") : value);
  expect(cells).toEqual(expected.map((row) => row.map(asExcel)));
}

/** More rows than are kept here are all in the file, straight from the database; a cancelled export leaves nothing. */
export async function allRowsAndCancel(page: Page, folder: string, saveAs: SaveAs, mayLookForParts: boolean): Promise<void> {
  await newQuery(page);
  await page.getByRole("combobox", { name: "Rows kept of a result" }).click();
  await page.getByRole("option", { name: "≤ 1,000 rows" }).click();
  await runAll(page, "select i as n, 'row ' || i as name from range(250000) t(i)");
  const file = join(folder, "all.parquet");
  await saveAs(file, () => exportAs(page, { format: "Parquet", areAll: true }));
  expect(askDuck(`select count(*), sum(n), count(distinct name) from read_parquet('${file}')`)).toEqual([["250000", "31249875000", "250000"]]);

  await page.getByRole("combobox", { name: "Rows kept of a result" }).click();
  await page.getByRole("option", { name: "≤ 1,000,000 rows" }).click();
  await runAll(page, "select i as n, md5(i::varchar) as a, md5((i + 1)::varchar) as b from range(1000000) t(i)");
  const cancelled = join(folder, "cancelled.xlsx");
  const cancel = async (): Promise<void> => {
    await exportAs(page, { format: "Excel" });
    await expect(page.getByText(/rows written, /)).toBeVisible();
    await page.getByRole("button", { name: "Cancel export" }).click();
    await expect(page.getByText("The export was cancelled; no file is left.")).toBeVisible();
  };
  if (!mayLookForParts) return cancel();
  await saveAs(cancelled, cancel);
  await expect.poll(() => existsSync(cancelled) || readdirSync(dirname(cancelled)).some((name) => name.startsWith(basename(cancelled)))).toBe(false);
}
