import { describe, expect, it } from "vitest";
import { sgrAfter, SgrTable } from "./sgr-state.ts";

describe("SgrTable", () => {
  it("answers as sgrAfter, also when it has forgotten, and for long and odd parameters", () => {
    const table = new SgrTable();
    const params = ["", "0", "00", "1", "31", "1;31", "39", "38;5;196", "38;2;1;2;3", "48;2;9;9;9", "22", "4", "x", "97", "7;27"];
    let [state, other, seed] = ["", "", 7];
    for (let step = 0; step < 5000; step += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      // Now and then one that nobody had before: what is remembered has an end.
      const next = seed % 5 === 0 ? `38;5;${step}` : (params[seed % params.length] ?? "");
      const bytes = Buffer.from(`[${next}m`);
      [state, other] = [table.after(state, bytes, 1, bytes.length - 1), sgrAfter(other, next)];
      expect(state).toBe(other);
    }
  });
});
