// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { RunListFilter } from "../../../../shared/contract/runs.ts";
import { run } from "../../../rpc/run-samples.ts";
import { Around, testRpc } from "../../../rpc/test-rpc.tsx";
import { RunPicker } from "./run-picker.tsx";

afterEach(cleanup);

/** A history whose run at `marked`, from 0, newest first, has a conf of its own. */
function open(count: number, marked: number): { readonly picked: string[]; readonly asked: () => number } {
  let asked = 0;
  const picked: string[] = [];
  const rpc = testRpc({
    "runs.list": ({ cursor, limit = 100 }: RunListFilter) => {
      asked += 1;
      const from = Number(cursor ?? 0);
      const runs = Array.from({ length: Math.min(limit, count - from) }, (_, at) => run(`r${from + at}`, count - from - at, from + at === marked ? { conf: { user: "u-4711" } } : {}));
      const more = from + limit < count;
      return { runs, more, cursor: more ? String(from + limit) : null };
    },
  });
  render(
    <Around rpc={rpc}>
      <RunPicker dagId="a" source={undefined} except="r0" onPick={(runId) => picked.push(runId)} onClose={() => {}} />
    </Around>,
  );
  return { picked, asked: () => asked };
}

async function search(text: string): Promise<void> {
  fireEvent.change(await screen.findByRole("textbox", { name: "Search runs" }), { target: { value: text } });
  await act(() => new Promise((resolve) => setTimeout(resolve, 200)));
}

describe("choosing a run to compare with", () => {
  it("looks for what is typed beyond the runs that are listed first", async () => {
    const { picked } = open(3_000, 1_500);
    await search("u-4711");
    expect(await screen.findByText("1 of 3,000 runs")).toBeDefined();
    fireEvent.keyDown(screen.getByRole("textbox", { name: "Search runs" }), { key: "Enter" });
    expect(picked).toEqual(["r1500"]);
  });

  it("reads no endless history by itself, says how far it looked, and looks on when asked to", async () => {
    const { asked } = open(100_000, 7_000);
    await search("u-4711");
    expect(await screen.findByText("None of the newest 5,000 runs")).toBeDefined();
    expect(asked()).toBe(25);
    fireEvent.click(screen.getByRole("button", { name: "Look further back" }));
    expect(await screen.findByText("1 of the newest 10,000 runs")).toBeDefined();
    expect(asked()).toBe(50);
  });

  it("reads no more than the first runs while nothing is looked for", async () => {
    const { asked } = open(100_000, 7_000);
    await search("");
    expect(asked()).toBe(1);
  });
});
