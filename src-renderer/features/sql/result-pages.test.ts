import { expect, it } from "vitest";
import type { SqlPage, SqlPageInput } from "../../../shared/contract/sql.ts";
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
  const pages = new ResultPages({ ask, resultId: "r", columns: [{ name: "a", type: "INTEGER", kind: "integer" }] });
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
  pages.sort({ column: 0, descending: true });
  pages.need(0, 10);
  await settle();
  expect(pages.get().source.rowAt(3)).toEqual(["s3"]);
  expect(asked.map(({ sort }) => sort)).toEqual([undefined, [{ column: 0, descending: true }]]);
});

it("says why rows could not be read", async () => {
  const { pages } = bench(true);
  pages.need(0, 10);
  await settle();
  expect(String(pages.get().failure)).toContain("result is gone");
});

it("reads a page again that was short when more rows came", async () => {
  const asked: number[] = [];
  let there = 3;
  const ask = async (input: SqlPageInput): Promise<SqlPage> => {
    asked.push(input.offset);
    return { offset: 0, rows: Array.from({ length: there }, (_, index) => [String(index)]), totalRows: there, cut: [] };
  };
  const pages = new ResultPages({ ask, resultId: "r", columns: [] });
  pages.grow(3);
  pages.need(0, 100);
  await settle();
  pages.grow((there = 20));
  pages.need(0, 100);
  await settle();
  expect([asked, pages.get().source.rowAt(19)]).toEqual([[0, 0], ["19"]]);
});
