// @vitest-environment happy-dom
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../../shared/errors/app-error.ts";
import { Around, held, testRpc } from "../../rpc/test-rpc.tsx";
import { OpenDialog } from "./open-dialog.tsx";

beforeEach(() => void (location.hash = "#/"));
afterEach(cleanup);

const file = (name: string): File => new File(["PK"], name);
const capsuleOf = (name: string) => ({ source: `capsule:${name}`, run: { dagId: name, runId: "r" } });

function open(finish: (file: string) => unknown): { readonly closed: () => number } {
  let closed = 0;
  const rpc = testRpc({
    "capsules.list": () => ({ capsules: [] }),
    "capsules.beginUpload": ({ file: name }: { file: string }) => ({ uploadId: name }),
    "capsules.upload": () => ({}),
    "capsules.open": async function* ({ uploadId }: { uploadId: string }, signal: AbortSignal | undefined) {
      const told = finish(uploadId);
      const stopped = new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
      yield { kind: "done", capsule: await Promise.race([told, stopped]) };
    },
  });
  render(
    <Around rpc={rpc}>
      <OpenDialog dropped={[]} onClose={() => (closed += 1)} />
    </Around>,
  );
  return { closed: () => closed };
}

const choose = async (name: string): Promise<void> => userEvent.upload(await screen.findByLabelText("Run capsule"), file(name));

describe("opening a capsule", () => {
  it("that was chosen last leaves the one before unopened", async () => {
    const first = held<unknown>();
    const dialog = open((name) => (name === "one.dagwright-run" ? first.answer : capsuleOf("two")));
    await choose("one.dagwright-run");
    await choose("two.dagwright-run");
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
    expect(location.hash).toContain("/two/");
    first.give(capsuleOf("one"));
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
    expect([location.hash.includes("/two/"), dialog.closed(), screen.queryByRole("alert")]).toEqual([true, 1, null]);
  });

  it("says why one cannot be opened, and opens the next", async () => {
    open((name) => (name === "bad.dagwright-run" ? Promise.reject(new AppError("capsule/invalid", "it is no run capsule")) : capsuleOf("good")));
    await choose("bad.dagwright-run");
    expect((await screen.findByRole("alert")).textContent).toContain("it is no run capsule");
    await choose("good.dagwright-run");
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
    expect(location.hash).toContain("/good/");
  });
});
