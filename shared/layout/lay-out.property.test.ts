import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOut } from "./lay-out.ts";
import { anyRequest, faultsOf } from "./testing/any-request.ts";

const runs = { seed: 20261121, numRuns: 300 };

describe("layOut on any graph", () => {
  it("places every node, draws every edge from side to side, and lets nothing lie on or pass through anything else", () => {
    fc.assert(fc.property(anyRequest(), (request) => void expect(faultsOf(request, layOut(request))).toEqual([])), runs);
  });

  it("keeps groups together in boxes that cover nothing foreign", () => {
    fc.assert(fc.property(anyRequest({ groups: true }), (request) => void expect(faultsOf(request, layOut(request))).toEqual([])), runs);
  });

  it("draws the same graph the same way twice", () => {
    fc.assert(fc.property(anyRequest({ groups: true, pins: true }), (request) => void expect(layOut(request)).toEqual(layOut(structuredClone(request)))), { ...runs, numRuns: 60 });
  });

  it("leaves pinned nodes where they are and places all others clear of them", () => {
    fc.assert(
      fc.property(anyRequest({ pins: true }), (request) => {
        const { nodes } = layOut(request);
        expect(nodes.size).toBe(request.nodes.length);
        for (const [id, at] of request.pinned ?? []) if (nodes.has(id)) expect(nodes.get(id)).toMatchObject(at);
        const unpinned = new Map([...nodes].filter(([id]) => !request.pinned?.has(id)));
        for (const [id, box] of unpinned) {
          for (const [other, otherBox] of nodes) {
            const isApart = box.x >= otherBox.x + otherBox.width || otherBox.x >= box.x + box.width || box.y >= otherBox.y + otherBox.height || otherBox.y >= box.y + box.height;
            expect(id === other || isApart, `${id} on ${other}`).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it("begins at 0, 0 and tells its size", () => {
    fc.assert(
      fc.property(anyRequest({ groups: true }), (request) => {
        const { nodes, edges, groups, width, height } = layOut(request);
        const boxes = [...nodes.values(), ...groups.values()];
        const xs = [...boxes.flatMap((box) => [box.x, box.x + box.width]), ...[...edges.values()].flat().map((point) => point.x)];
        const ys = [...boxes.flatMap((box) => [box.y, box.y + box.height]), ...[...edges.values()].flat().map((point) => point.y)];
        if (boxes.length > 0) expect([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]).toEqual([0, 0, width, height]);
      }),
      { ...runs, numRuns: 60 },
    );
  });
});
