import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "playwright/test";
import { countsEverywhere, mappedDags, oneOfAThousand, slotsOfAPool, whyAnInstanceWaits } from "./mapped.ts";
import { visit } from "./visit-desktop.ts";

test("of a thousand instances the one that failed is found, read and run again", () => visit(mappedDags, oneOfAThousand));
test("graph, grid and tasks count the instances of a mapped task", () => visit(mappedDags, (page) => countsEverywhere(page)));
test("an instance says why it waits", () => visit(mappedDags, (page, { path }) => whyAnInstanceWaits(page, () => writeFileSync(join(path, "go"), ""))));
test("a pool shows who holds and who waits, and its slots are changed, taken back and removed", () => visit(mappedDags, (page, { path }) => slotsOfAPool(page, () => writeFileSync(join(path, "go"), ""))));
