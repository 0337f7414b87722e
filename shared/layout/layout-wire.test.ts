import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOutPart } from "./lay-out-part.ts";
import { layOut } from "./lay-out.ts";
import { answerWire, packRequest, unpackLayout } from "./layout-wire.ts";
import { anyRequest } from "./testing/any-request.ts";

const runs = { seed: 7, numRuns: 100 };

describe("a layout asked over the wire", () => {
  it("is the layout, for any request", () => {
    fc.assert(
      fc.property(anyRequest({ groups: true, pins: true }), (request) => {
        const wire = structuredClone(packRequest(request));
        expect(unpackLayout(request, structuredClone(answerWire(wire)))).toEqual(layOut(request));
      }),
      runs,
    );
  });

  it("is the layout of a part, too", () => {
    fc.assert(
      fc.property(anyRequest({ groups: true }), (request) => {
        const part = { nodes: new Set(request.nodes.map((node) => node.id).filter((_, at) => at % 3 > 0)), places: layOut(request).nodes };
        expect(unpackLayout(request, answerWire(packRequest(request, part)))).toEqual(layOutPart(request, part));
      }),
      runs,
    );
  });

  it("keeps names of any kind, and takes no node for a group", () => {
    const nodes = ["a.b/c", "it's", "__proto__"].map((id) => ({ id, width: 10, height: 10 }));
    const request = { nodes, edges: [{ id: "1", source: "a.b/c", target: "it's" }], parents: new Map([["it's", "toString"], ["a.b/c", "__proto__"], ["toString", "none"]]) };
    const layout = unpackLayout(request, answerWire(packRequest(request)));
    expect([[...layout.nodes.keys()], [...layout.groups.keys()], [...layout.edges.keys()]]).toEqual([["a.b/c", "it's", "__proto__"], ["toString", "none"], ["1"]]);
  });
});
