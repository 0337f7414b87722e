/** Each rule of the layers is broken once and caught. */
import { describe, expect, it } from "vitest";
import { brokenLayers } from "./check-layers.ts";

const check = (files: Record<string, string>): string[] => brokenLayers(new Map(Object.entries(files)));

describe("brokenLayers", () => {
  it.each([
    ["shared/model/dag.ts", 'import { z } from "zod";\nimport { x } from "../base/x.ts";'],
    ["src-main/core/a.ts", 'import type { Dag } from "../../shared/model/dag.ts";'],
    ["src-main/services/a.ts", 'import { f } from "../core/f.ts";\nimport { p } from "../ports/p.ts";'],
    ["src-main/engine/a.ts", 'import { s } from "../store/s.ts";\nimport { r } from "../runner/r.ts";'],
    ["src-main/app/a.ts", 'import { app } from "electron";\nimport { p } from "../platform/p.ts";'],
    ["src-main/core/a.test.ts", 'import { it } from "vitest";\nimport { readFileSync } from "node:fs";'],
    ["src-renderer/features/runs/a.tsx", 'import { b } from "./b.ts";\nimport { g } from "../../graph-view/g.ts";'],
    ["src-main/platform/a.ts", '// import { s } from "../store/s.ts";\n/* import "../services/x.ts" */'],
  ])("lets %s be", (file, text) => {
    expect(check({ [file]: text })).toEqual([]);
  });

  it.each([
    ["shared/model/dag.ts", 'import { f } from "../../src-main/core/f.ts";'],
    ["shared/model/dag.ts", 'import { readFileSync } from "node:fs";'],
    ["shared/model/dag.ts", 'import { useState } from "react";'],
    ["src-main/core/a.ts", 'import { p } from "../ports/p.ts";'],
    ["src-main/core/a.ts", 'import { randomUUID } from "node:crypto";'],
    ["src-main/ports/a.ts", 'import { z } from "zod";'],
    ["src-main/services/a.ts", 'import { s } from "../store/s.ts";'],
    ["src-main/store/a.ts", 'import { r } from "../runner/r.ts";'],
    ["src-main/store/a.ts", 'import { s } from "../services/s.ts";'],
    ["src-main/platform/a.ts", 'export { w } from "../warehouse/w.ts";'],
    ["src-main/runner/a.ts", 'import { z } from "zod";'],
    ["src-main/engine/a.ts", 'import { app } from "electron";'],
    ["src-main/engine/a.ts", 'import { m } from "../app/m.ts";'],
    ["src-main/cli/a.ts", 'import { s } from "../store/s.ts";'],
    ["src-main/preload/a.ts", 'import { readFileSync } from "node:fs";'],
    ["src-renderer/rpc/a.ts", 'import { f } from "../../src-main/core/f.ts";'],
    ["src-renderer/features/runs/a.tsx", 'import { f } from "../find/f.ts";'],
    ["src-renderer/graph-view/a.tsx", 'import { f } from "../features/find/f.ts";'],
    ["src-renderer/ui/a.tsx", 'const x = await import("node:fs");'],
    ["e2e/a.spec.ts", 'import { f } from "../src-main/core/f.ts";'],
    ["shared/a.ts", 'import { f } from "../../elsewhere.ts";'],
    ["src-main/core/a.ts", 'import {\n  one,\n  two,\n} from "../store/s.ts";'],
  ])("refuses %s with %j", (file, text) => {
    expect(check({ [file]: text })).toHaveLength(1);
  });

  it("names a cycle by its files", () => {
    const files = { "shared/a.ts": 'import { b } from "./b.ts";', "shared/b.ts": 'import { c } from "./c.ts";', "shared/c.ts": 'import { a } from "./a.ts";' };
    expect(check(files)).toEqual(["cycle: shared/a.ts → shared/b.ts → shared/c.ts → shared/a.ts"]);
  });

  it("lets two files know each other's types", () => {
    expect(check({ "shared/a.ts": 'import type { B } from "./b.ts";', "shared/b.ts": 'import { a } from "./a.ts";' })).toEqual([]);
  });
});
