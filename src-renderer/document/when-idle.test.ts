import { describe, expect, it } from "vitest";
import { readDag, readDagInSteps } from "../../shared/dag-file/parse-dag.ts";
import { whenIdle } from "./when-idle.ts";

const long = `dag: x\ntasks:\n${Array.from({ length: 800 }, (_, at) => `  t${at}: {config_type: EmptyTask}\n`).join("")}`;

describe("whenIdle", () => {
  it("takes all steps, with others between them, and hands on the result", async () => {
    const taken: string[] = [];
    function* steps(): Generator<void, string> {
      for (const name of ["a", "b"]) {
        taken.push(name);
        for (const until = performance.now() + 6; performance.now() < until; );
        yield;
      }
      return "end";
    }
    setTimeout(() => taken.push("other"));
    const result = await new Promise<string>((done) => whenIdle(steps(), done));
    expect([result, ...taken]).toEqual(["end", "other", "a", "b"]);
  });

  it("is given up for good", async () => {
    let isDone = false;
    const stop = whenIdle((function* (): Generator<void, void> {})(), () => (isDone = true));
    stop();
    await new Promise((done) => setTimeout(done, 20));
    expect(isDone).toBe(false);
  });
});

describe("readDagInSteps", () => {
  it("stops on the way through a long text, and reads the same", () => {
    const steps = readDagInSteps(long, "x");
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count += 1;
    expect(count).toBeGreaterThan(2);
    expect([step.value.isSound, step.value.document?.toString()]).toEqual([true, readDag(long, "x").document?.toString()]);
  });
});
