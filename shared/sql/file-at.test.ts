import { expect, it } from "vitest";
import { fileAt } from "./file-at.ts";

/** The cursor stands at `|`. */
function at(marked: string): string | null {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const found = fileAt(text, offset);
  return found === null ? null : `${found.folder} [${text.slice(found.from, found.to)}] ${found.endings[0] ?? "any"}`;
}

it.each([
  ["select * from read_csv('|')", " [] .csv"],
  ["select * from read_csv('data/cla|')", "data [cla] .csv"],
  ["select * from READ_PARQUET ( ['a.parquet', './data/x|y.parquet'])", "data [xy.parquet] .parquet"],
  ["select * from read_json('deep/er/|old/x.json')", "deep/er [old] .json"],
  ["select * from 'da|", " [da] .csv"],
  ["select * from read_text('|')", " [] any"],
  ["select * from lower('|')", null],
  ["select '|'", null],
  ["select * from read_csv('/etc/|')", null],
  ["select * from read_csv('s3://b/|')", null],
  ["select * from read_csv('../|')", null],
  ["select * from read_csv('a.csv', delim = '|')", null],
])("%s", (marked, wanted) => {
  expect(at(marked)).toBe(wanted);
});
