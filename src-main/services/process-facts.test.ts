import { describe, expect, it } from "vitest";
import type { AttemptPlan } from "./attempt-plan.ts";
import { processFacts } from "./process-facts.ts";

function plan(command: object, env: Record<string, string>, rendered: { name: string; text: string }[] = []): AttemptPlan {
  return { kind: "process", rendered, files: [], work: null, load: null, hidden: ["s3"], spec: { command, cwd: "/w/hunter22", env } } as unknown as AttemptPlan;
}

describe("processFacts", () => {
  it("masks secrets by value and by name, in words, folder and environment", () => {
    const facts = processFacts(plan({ kind: "python", interpreter: "python3", script: "/w/a.py", args: ["--key", "hunter22"], warm: true }, { URL: "x://u:hunter22@h", DB_PASSWORD: "abc", PASSAGE: "free" }), ["hunter22"]);
    expect(facts).toEqual({ words: ["python3", "/w/a.py", "--key", "***"], rendered: null, warm: true, cwd: "/w/***", env: { DB_PASSWORD: "***", PASSAGE: "free", URL: "x://u:***@h" }, moreEnv: 0 });
  });

  it("masks a short secret too where a template named it", () => {
    expect(processFacts(plan({ kind: "python", interpreter: "p", script: "s", args: ["s3"], warm: false }, { PLAN: "s3", OTHER: "s33" }), [])).toMatchObject({ words: ["p", "s", "***"], env: { PLAN: "***", OTHER: "s33" } });
  });

  it("keeps a shell's text once", () => {
    expect(processFacts(plan({ kind: "shell", script: "echo x" }, {}, [{ name: "bash", text: "echo x" }]), [])).toMatchObject({ words: ["bash", "-c"], rendered: "bash" });
    expect(processFacts(plan({ kind: "shell", script: "exec x" }, {}), [])).toMatchObject({ words: ["bash", "-c", "exec x"], rendered: null });
  });

  it("never keeps more than fits", () => {
    const env = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`V${at}`, "x".repeat(100_000)]));
    const facts = processFacts(plan({ kind: "python", interpreter: "p", script: "s", args: Array.from({ length: 5000 }, () => "y".repeat(10_000)), warm: false }, env), []);
    expect(facts?.moreEnv).toBe(900);
    expect(JSON.stringify(facts).length).toBeLessThan(170_000);
  });

  it("says nothing of what is no process", () => {
    expect(processFacts({ kind: "sql" } as AttemptPlan, [])).toBeNull();
  });
});
