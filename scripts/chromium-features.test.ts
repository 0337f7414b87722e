/** Chromium heeds only the last list of features to turn off: ours has to hold all that Playwright would turn off. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { featuresOff } from "../e2e/shared-chromium.ts";

it("what Playwright turns off in Chromium is off in the journeys too", () => {
  const playwright = createRequire(createRequire(import.meta.url).resolve("playwright/package.json"));
  const bundle = readFileSync(join(dirname(playwright.resolve("playwright-core/package.json")), "lib", "coreBundle.js"), "utf8");
  const list = /disabledFeatures = \[([^\]]*)\]/.exec(bundle)?.[1] ?? "";
  // The notes between them hold addresses and no quotes.
  const own = [...list.matchAll(/"(\w+)"/g)].map(([, name]) => name);
  expect(own).toContain("PaintHolding");
  expect(featuresOff).toEqual(expect.arrayContaining(own));
});
