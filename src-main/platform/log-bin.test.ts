import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogBin } from "./log-bin.ts";

let root: string;
let data: string;
let warned: string[];
const log = { debug: () => {}, info: () => {}, error: () => {}, warn: (message: string) => void warned.push(message) };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-bin-"));
  data = join(root, ".dagwright");
  warned = [];
  mkdirSync(join(root, "mine", "r"), { recursive: true });
  mkdirSync(join(data, "logs", "d", "r"), { recursive: true });
  writeFileSync(join(root, "mine", "r", "kept"), "x");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("createLogBin", () => {
  it("removes what it took, and takes what is not there for gone", async () => {
    const bin = createLogBin(data, log);
    expect([bin.take("logs/d/r"), bin.take("logs/d/none"), bin.take("logs/none/r"), existsSync(join(data, "logs", "d", "r"))]).toEqual([true, true, true, false]);
    await bin.empty();
    expect(warned).toEqual([]);
  });

  it("removes nothing that is reached through a link", async () => {
    symlinkSync(join(root, "mine"), join(data, "logs", "linked"));
    expect(createLogBin(data, log).take("logs/linked/r")).toBe(false);
    rmSync(join(data, "dropped-logs"), { recursive: true });
    symlinkSync(join(root, "mine"), join(data, "dropped-logs"));
    await createLogBin(data, log).empty();
    expect([existsSync(join(root, "mine", "r", "kept")), warned]).toEqual([true, ["logs of a dropped run stay for now", "dropped logs are not removed"]]);
  });
});
