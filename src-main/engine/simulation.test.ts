/** T15, short: as many seeds as take a quarter of a minute; `npm run bench -- T15` takes the rest. `DAGWRIGHT_SEED=n` repeats one, as many steps of it as the trial that failed had. */
import { describe, expect, it } from "vitest";
import { simulate, type SimReport } from "./fixtures/simulate.ts";

const seed = Number(process.env["DAGWRIGHT_SEED"]) || null;
const steps = Number(process.env["DAGWRIGHT_STEPS"]) || 30;
const groups = 5;
const seedsOfGroup = 20;

/** What was found, with the steps that led to it. */
const shown = ({ seed: of, found, last }: SimReport): string[] => [`seed ${of}`, ...last, ...found];

describe("an engine in simulation", { timeout: 300_000 }, () => {
  const seedsOf = (group: number): number[] => (seed === null ? Array.from({ length: seedsOfGroup }, (_, index) => 1 + group * seedsOfGroup + index) : [seed]);

  it.each(Array.from({ length: seed === null ? groups : 1 }, (_, group) => group))("keeps its promises whatever fails, group %i of seeds", async (group) => {
    for (const of of seedsOf(group)) {
      const report = await simulate({ seed: of, steps });
      expect(report.found.length === 0 ? [] : shown(report)).toEqual([]);
    }
  });

  it("does the same again from the same seed", async () => {
    const told = async (): Promise<unknown> => {
      const { last, runs, spawned, kills } = await simulate({ seed: 7, steps: 60 });
      return { last, runs, spawned, kills };
    };
    expect(await told()).toEqual(await told());
  });
});
