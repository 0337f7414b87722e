// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { Around, testRpc } from "../../rpc/test-rpc.tsx";
import { ByAssets } from "./forecast-lists.tsx";

afterEach(cleanup);

const show = (count: number): void =>
  void render(
    <Around rpc={testRpc({})}>
      <ByAssets byAssets={Array.from({ length: count }, (_, at) => ({ dagId: `d${at}`, isOn: true, scheduleWords: "When a.b was loaded" }))} />
    </Around>,
  );
const items = (): number => screen.getAllByRole("listitem").length;

describe("a list of the forecast", () => {
  it("shows the first few, and all of them when asked", async () => {
    show(40);
    expect(items()).toBe(4);
    await userEvent.click(screen.getByRole("button", { name: "Show all 40" }));
    expect(items()).toBe(40);
    await userEvent.click(screen.getByRole("button", { name: "Show less" }));
    expect(items()).toBe(4);
  });

  it("is whole where the button would take the room of the one that is left", () => {
    show(5);
    expect([items(), screen.queryByRole("button")]).toEqual([5, null]);
  });
});
