import { describe, expect, it } from "vitest";
import type { LogRow } from "../../../../shared/contract/logs.ts";
import { LogPages, pageRows, type PageSource } from "./log-pages.ts";

const rowsFrom = (from: number): LogRow[] => Array.from({ length: pageRows }, (_, at) => ({ line: from + at, text: `line ${from + at}`, kind: "none" }));
const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await new Promise((resolve) => setTimeout(resolve));
};

describe("LogPages", () => {
  it("asks again for a page that could not be read only when it is wanted again", async () => {
    let asks = 0;
    let isDown = true;
    const source: PageSource = {
      lines: async ({ from }) => {
        asks += 1;
        // A source that always answers at once would never let others have their turn.
        if (asks > 500) await new Promise(() => {});
        if (isDown) throw new Error("no such log");
        return { epoch: 1, rows: rowsFrom(from) };
      },
    };
    const pages = new LogPages(source, () => {});
    pages.want([1, 2, 3]);
    await turns(5);
    expect(asks).toBe(1);
    isDown = false;
    pages.want([1]);
    await turns(2);
    expect([asks, pages.row(1)?.text]).toEqual([2, "line 1"]);
  });

  it("reads what is wanted after one of its pages failed", async () => {
    let asks = 0;
    const source: PageSource = {
      lines: async ({ from }) => {
        asks += 1;
        if (asks > 500) await new Promise(() => {});
        if (from === 1) throw new Error("no such page");
        return { epoch: 1, rows: rowsFrom(from) };
      },
    };
    const pages = new LogPages(source, () => {});
    pages.want(Array.from({ length: 5 }, (_, page) => page * pageRows + 1));
    await turns(5);
    expect([1, 2, 3, 4].map((page) => pages.row(page * pageRows + 1)?.text)).toEqual(["line 201", "line 401", "line 601", "line 801"]);
  });
});
