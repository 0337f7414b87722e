import { expect, it } from "vitest";
import type { SqlPage, SqlPageInput } from "../../../../shared/contract/sql.ts";
import { ResultPages } from "./result-pages.ts";

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function bench(failing = false): { pages: ResultPages; asked: SqlPageInput[] } {
  const asked: SqlPageInput[] = [];
  const ask = async (input: SqlPageInput): Promise<SqlPage> => {
    asked.push(input);
    if (failing) throw new Error("result is gone");
    const sorted = input.sort !== undefined;
    return { offset: input.offset, rows: Array.from({ length: input.limit }, (_, index) => [`${sorted ? "s" : "r"}${input.offset + index}`]), totalRows: 1_000_000, cut: [] };
  };
  const pages = new ResultPages({ calls: { page: ask, cell: async ({ row, column }) => ({ text: `whole ${row} ${column}` }) }, resultId: "r", columns: [{ name: "a", type: "INTEGER", kind: "integer" }] });
  pages.grow(1_000_000);
  return { pages, asked };
}

it("fetches the pages in sight, each once, and gives their rows", async () => {
  const { pages, asked } = bench();
  pages.need(700_200, 700_700);
  pages.need(700_200, 700_700);
  expect(pages.get().source.rowAt(700_300)).toBeUndefined();
  await settle();
  expect(asked.map(({ offset }) => offset)).toEqual([700_000, 700_500]);
  expect(pages.get().source.rowAt(700_300)).toEqual(["r700300"]);
});

it("forgets the oldest pages, so that memory stays flat over a million rows", async () => {
  const { pages } = bench();
  for (let page = 0; page < 200; page += 1) {
    pages.need(page * 500, page * 500 + 1);
    await settle();
  }
  const kept = Array.from({ length: 200 }, (_, page) => pages.get().source.rowAt(page * 500)).filter((row) => row !== undefined);
  expect(kept).toHaveLength(40);
  expect(pages.get().source.rowAt(199 * 500)).toEqual(["r99500"]);
});

it("reads everything anew in another order, and drops what still comes in the old one", async () => {
  const { pages, asked } = bench();
  pages.need(0, 10);
  pages.arrange({ sort: [{ column: 0, descending: true }] });
  pages.need(0, 10);
  await settle();
  expect(pages.get().source.rowAt(3)).toEqual(["s3"]);
  expect(asked.map(({ sort }) => sort)).toEqual([undefined, [{ column: 0, descending: true }]]);
});

it("says why rows could not be read, and asks again only when told to", async () => {
  const { pages, asked } = bench(true);
  pages.need(0, 10);
  await settle();
  expect(String(pages.get().failure)).toContain("result is gone");
  pages.need(0, 10);
  await settle();
  expect(asked).toHaveLength(1);
  pages.retry();
  pages.need(0, 10);
  await settle();
  expect(asked).toHaveLength(2);
});

it("counts what a filter lets through, and comes back to all rows without it", async () => {
  const ask = async (input: SqlPageInput): Promise<SqlPage> => ({ offset: input.offset, rows: input.offset === 0 ? [["x"]] : [], totalRows: input.filter === undefined ? 9000 : 1, cut: [] });
  const pages = new ResultPages({ calls: { page: ask, cell: async () => ({ text: null }) }, resultId: "r", columns: [] });
  pages.grow(9000);
  pages.arrange({ filter: [{ column: 0, op: "contains", value: "x" }] });
  expect([pages.get().found, pages.get().source.rowCount]).toEqual([null, 9000]);
  pages.need(8000, 8500);
  await settle();
  expect([pages.get().found, pages.get().source.rowCount]).toEqual([1, 1]);
  pages.arrange({});
  expect([pages.get().found, pages.get().source.rowCount]).toEqual([9000, 9000]);
});

it("reads a range with the whole of its long cells", async () => {
  const ask = async (input: SqlPageInput): Promise<SqlPage> => ({ offset: input.offset, rows: Array.from({ length: input.limit }, (_, at) => [String(input.offset + at), "cut"]), totalRows: 9000, cut: input.offset === 0 ? [[7, 1, 20_000]] : [] });
  const pages = new ResultPages({ calls: { page: ask, cell: async ({ row, column }) => ({ text: `whole ${row} ${column}` }) }, resultId: "r", columns: [] });
  const rows = await pages.read(0, 5003);
  expect([rows.length, rows[7], rows[8], rows.at(-1)]).toEqual([5003, ["7", "whole 7 1"], ["8", "cut"], ["5002", "cut"]]);
});

it("keeps few pages of long texts", async () => {
  const long = "x".repeat(10_000);
  const ask = async (input: SqlPageInput): Promise<SqlPage> => ({ offset: input.offset, rows: Array.from({ length: input.limit }, () => [long]), totalRows: 1_000_000, cut: [] });
  const pages = new ResultPages({ calls: { page: ask, cell: async () => ({ text: null }) }, resultId: "r", columns: [] });
  pages.grow(1_000_000);
  for (let page = 0; page < 12; page += 1) {
    pages.need(page * 500, page * 500 + 1);
    await settle();
  }
  expect(Array.from({ length: 12 }, (_, page) => pages.get().source.rowAt(page * 500)).filter((row) => row !== undefined)).toHaveLength(4);
});

it("reads a page again that was short when more rows came", async () => {
  const asked: number[] = [];
  let there = 3;
  const ask = async (input: SqlPageInput): Promise<SqlPage> => {
    asked.push(input.offset);
    return { offset: 0, rows: Array.from({ length: there }, (_, index) => [String(index)]), totalRows: there, cut: [] };
  };
  const pages = new ResultPages({ calls: { page: ask, cell: async ({ row, column }) => ({ text: `whole ${row} ${column}` }) }, resultId: "r", columns: [] });
  pages.grow(3);
  pages.need(0, 100);
  await settle();
  pages.grow((there = 20));
  pages.need(0, 100);
  await settle();
  expect([asked, pages.get().source.rowAt(19)]).toEqual([[0, 0], ["19"]]);
});

it("reads a page again that was asked for before its last rows had come", async () => {
  const answers: ((page: SqlPage) => void)[] = [];
  const page = (): Promise<SqlPage> => new Promise((resolve) => answers.push(resolve));
  const rows = (count: number): SqlPage => ({ offset: 0, rows: Array.from({ length: count }, (_, index) => [`r${index}`]), totalRows: count, cut: [] });
  const pages = new ResultPages({ calls: { page, cell: async () => ({ text: null }) }, resultId: "r", columns: [{ name: "a", type: "INTEGER", kind: "integer" }] });
  pages.grow(100);
  pages.need(0, 100);
  pages.grow(400);
  answers[0]?.(rows(100));
  await settle();
  pages.need(0, 400);
  expect(pages.get().source.rowAt(99)).toEqual(["r99"]);
  answers[1]?.(rows(400));
  await settle();
  expect(pages.get().source.rowAt(399)).toEqual(["r399"]);
  pages.need(0, 400);
  expect(answers).toHaveLength(2);
});
