import { describe, expect, it, vi } from "vitest";
import type { LogState } from "../../../../shared/contract/logs.ts";
import { LogModel, type LogSource } from "./log-model.ts";

const known: LogState = { epoch: 0, size: 900, scanned: 900, lines: 3, counts: [3, 0, 0, 0, 0, 0], errors: 0, firstError: null, groups: 0, droppedBytes: 0, complete: true };

/** A log of three lines, of which nothing is told before `tell` is called. */
function heldLog(): { source: LogSource; asked: number[]; tell: () => void } {
  const asked: number[] = [];
  const told = Promise.withResolvers<void>();
  return {
    asked,
    tell: told.resolve,
    source: {
      async watch() {
        return (async function* () {
          await told.promise;
          yield known;
        })();
      },
      async lines({ from }) {
        asked.push(from);
        return { epoch: 0, rows: [1, 2, 3].map((line) => ({ line, text: `line ${line}`, kind: "none" as const })) };
      },
      groups: async () => [],
      placeAmong: async () => null,
    },
  };
}

describe("LogModel", () => {
  it("asks for the first lines of a finished log before it knows how long the log is, and for none twice", async () => {
    const { source, asked, tell } = heldLog();
    const model = new LogModel(source);
    model.start({ atTop: true });
    expect(asked).toEqual([1]);
    tell();
    await vi.waitFor(() => expect(model.snapshot().phase).toBe("complete"));
    model.want(1, 3);
    expect([model.row(3)?.text, asked]).toEqual(["line 3", [1]]);
    model.stop();
  });

  it("asks for no line of a log whose end is shown before it knows where that is", async () => {
    const { source, asked, tell } = heldLog();
    const model = new LogModel(source);
    model.start({ atTop: false });
    tell();
    await vi.waitFor(() => expect(model.snapshot().phase).toBe("complete"));
    expect(asked).toEqual([]);
    model.stop();
  });

  it("shows all lines to show one that cannot be asked for among those of the filter", async () => {
    const { source, tell } = heldLog();
    const model = new LogModel({ ...source, placeAmong: () => Promise.reject(new Error("the wire was lost")) });
    model.start({ atTop: true });
    tell();
    await vi.waitFor(() => expect(model.snapshot().phase).toBe("complete"));
    model.choose(["error"]);
    expect([await model.reveal(2), model.snapshot().classes]).toEqual([2, null]);
    model.stop();
  });

  it("looks for a line in the view that is chosen meanwhile", async () => {
    const { source, tell } = heldLog();
    const asked = Promise.withResolvers<number>();
    const model = new LogModel({ ...source, placeAmong: () => asked.promise, lines: async () => ({ epoch: 0, rows: [{ line: 3, text: "line 3", kind: "none" }] }) });
    model.start({ atTop: true });
    tell();
    await vi.waitFor(() => expect(model.snapshot().phase).toBe("complete"));
    model.choose(["none"]);
    const place = model.reveal(3);
    model.choose(null);
    asked.resolve(1);
    expect(await place).toBe(3);
    model.stop();
  });
});
