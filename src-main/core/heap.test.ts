import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Heap, type HeapMember } from "./heap.ts";

interface Numbered extends HeapMember {
  readonly value: number;
}

const stepArbitrary = fc.record({ value: fc.nat(50), act: fc.constantFrom("push", "push", "takeFirst", "leave"), pick: fc.nat(1_000) });

describe("Heap", () => {
  it("has the smallest first, whoever comes and leaves in between", () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 200 }), (steps) => {
        const heap = new Heap<Numbered>((one, other) => one.value < other.value);
        const model: Numbered[] = [];
        for (const { value, act, pick } of steps) {
          if (act === "push") {
            const member = { value, heapAt: -1 };
            heap.push(member);
            model.push(member);
          } else {
            const leaving = act === "takeFirst" ? heap.first : model[pick % model.length];
            if (!leaving) continue;
            heap.remove(leaving);
            model.splice(model.indexOf(leaving), 1);
          }
          expect([heap.size, heap.first?.value ?? null]).toEqual([model.length, model.length === 0 ? null : Math.min(...model.map((one) => one.value))]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
