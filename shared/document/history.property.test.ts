import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyHistory, goTo, markSaved, record, redo, type TextHistory, undo } from "./history.ts";
import { applyChanges, type TextChange } from "./text-change.ts";

const piece = fc.oneof(fc.constantFrom("", "a", "\n", "  b: 1\n", "é", "😀", "\r\n", "x y"), fc.string({ maxLength: 6 }));
const act = fc.record({
  do: fc.constantFrom("type", "type", "edit", "external", "gesture", "undo", "redo", "goTo", "save"),
  places: fc.array(fc.record({ at: fc.nat(60), length: fc.nat(4), text: piece }), { minLength: 1, maxLength: 3 }),
  wait: fc.constantFrom(1, 100, 2_000),
});

function changesIn(text: string, places: readonly { at: number; length: number; text: string }[]): TextChange[] {
  const changes: TextChange[] = [];
  let from = 0;
  for (const place of places.toSorted((a, b) => a.at - b.at)) {
    const start = Math.max(from, Math.min(place.at, text.length));
    const end = Math.min(text.length, start + place.length);
    changes.push({ start, end, text: place.text });
    from = end + 1;
    if (from > text.length) break;
  }
  return changes;
}

/** The naive model: every text that an entry leads to, in order. */
function walk(start: string, acts: readonly { do: string; places: { at: number; length: number; text: string }[]; wait: number }[]) {
  let text = start;
  let history: TextHistory = emptyHistory;
  let now = 0;
  let disk = start;
  const texts = [start];
  for (const step of acts) {
    now += step.wait;
    if (step.do === "save") {
      history = markSaved(history);
      disk = text;
    } else if (step.do === "undo" || step.do === "redo" || step.do === "goTo") {
      const cursor = (step.places[0]?.at ?? 0) % (history.entries.length + 1);
      const stepped = step.do === "undo" ? undo(history, text) : step.do === "redo" ? redo(history, text) : goTo(history, text, cursor);
      if (stepped === null) continue;
      expect(applyChanges(text, stepped.changes).text).toBe(stepped.text);
      ({ history, text } = stepped);
      expect(text).toBe(texts[history.cursor]);
    } else {
      const changes = changesIn(text, step.places);
      const kind = step.do === "gesture" ? "edit" : (step.do as "type" | "edit" | "external");
      history = record(history, text, changes, { name: step.do, kind, at: now, ...(step.do === "gesture" ? { gesture: "drag" } : {}) });
      text = applyChanges(text, changes).text;
      texts.length = history.cursor;
      texts[history.cursor] = text;
    }
    if (history.saved !== null) expect(texts[history.saved]).toBe(disk);
  }
  return { text, history, texts };
}

describe("a text history", () => {
  it("undoes any sequence to the exact first text, and does it again to the exact last, whatever was joined", () => {
    let joined = 0;
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.array(act, { maxLength: 30 }), (start, acts) => {
        const { text, history, texts } = walk(start, acts);
        if (acts.filter((one) => one.do === "type").length > history.entries.length) joined++;
        const first = goTo(history, text, 0) ?? { history, text };
        expect(first.text).toBe(start);
        let [at, reached] = [first.history, first.text];
        for (let next = redo(at, reached); next !== null; next = redo(at, reached)) {
          [at, reached] = [next.history, next.text];
          expect(reached).toBe(texts[at.cursor]);
        }
        expect((goTo(at, reached, history.cursor) ?? { text: reached }).text).toBe(text);
      }),
      { numRuns: 3_000 },
    );
    expect(joined).toBeGreaterThan(50);
  }, 60_000);
});
