import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { browserMemory } from "./browser-memory.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "dagwright-memory-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("keeps port and seed for each workspace, in a file of the person's own", () => {
  const one = browserMemory("/w/one", folder);
  expect(one.port()).toBe(0);
  one.keepPort(4321);
  const again = browserMemory("/w/one", folder);
  expect([again.port(), again.seed().equals(one.seed()), again.seed().length]).toEqual([4321, true, 32]);
  expect(browserMemory("/w/two", folder).seed().equals(one.seed())).toBe(false);
  expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600]);
});

it("has another seed and the same port once pages are forgotten", () => {
  const memory = browserMemory("/w/one", folder);
  memory.keepPort(4321);
  const before = memory.seed();
  memory.forgetPages();
  expect([memory.seed().equals(before), memory.port()]).toEqual([false, 4321]);
});

it("begins anew when its file makes no sense", () => {
  browserMemory("/w/one", folder).keepPort(4321);
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '{"port":"x"}');
  const memory = browserMemory("/w/one", folder);
  expect([memory.port(), memory.seed().length]).toEqual([0, 32]);
});
