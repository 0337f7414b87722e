/** Branches and short circuits through the whole engine: conditions and real programs, a crash, and what was chosen after all is read anew. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "./start-engine.ts";

let folder: string;
let opened: Engine[] = [];
let count = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-branching-"));
});
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close({ stopTasks: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(root: string): Promise<{ engine: Engine; client: RouterClient<Engine["router"]> }> {
  const engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
  opened.push(engine);
  return { engine, client: createRouterClient(engine.router) };
}

function workspace(text: string): string {
  const root = join(folder, `w${(count += 1)}`);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, "choices.dag.yaml"), `dag: choices\n${text}`);
  return root;
}

interface Ran {
  readonly states: string;
  readonly followed: Record<string, readonly string[]>;
  readonly reasons: string;
}

async function ran(root: string, conf: Record<string, unknown> = {}): Promise<Ran> {
  const { engine, client } = await open(root);
  const { runId } = await client.runs.start({ dagId: "choices", conf });
  await engine.whenIdle();
  const { tasks } = await client.runs.get({ dagId: "choices", runId });
  return {
    states: tasks.map(({ taskId, state }) => `${taskId}:${state}`).join(" "),
    followed: Object.fromEntries(tasks.flatMap(({ taskId, followed }) => (followed == null ? [] : [[taskId, followed]]))),
    reasons: tasks.flatMap(({ reason }) => reason ?? []).join("\n"),
  };
}

const ways = "  a: { config_type: EmptyTask, deps: choose }\n  b: { config_type: EmptyTask, deps: choose }\n";
const byCountry = `tasks:
  choose:
    config_type: BranchTask
    branches:
      - { when: "{{ conf.country == 'US' }}", to: a }
      - { when: "{{ conf.country == 'GB' }}", to: [b] }
${ways}`;
const byProgram = (program: string): string => `tasks:\n  choose:\n    config_type: BranchTask\n    ${program}\n${ways}`;

describe("tasks that choose", () => {
  it("follow the first condition that is true, and else none", async () => {
    const root = workspace(byCountry);
    expect(await ran(root, { country: "US" })).toMatchObject({ states: "choose:success a:success b:skipped", followed: { choose: ["a"] }, reasons: "left out by choose" });
    await opened.pop()?.close({ stopTasks: true });
    expect(await ran(root, { country: "GB" })).toMatchObject({ states: "choose:success a:skipped b:success", followed: { choose: ["b"] } });
    await opened.pop()?.close({ stopTasks: true });
    expect(await ran(root, { country: "FR" })).toMatchObject({ states: "choose:success a:skipped b:skipped", followed: { choose: [] } });
  });

  it("fail on a condition that is neither true nor false, and say what it came to", async () => {
    const { states, reasons } = await ran(workspace(byCountry.replace("{{ conf.country == 'US' }}", "{{ conf.country }}")), { country: "US" });
    expect(states).toBe("choose:failed a:upstream_failed b:upstream_failed");
    expect(reasons).toContain('branches[0].when: rendered to "US"; expected true or false');
  });

  it.each([
    ["a shell", `bash: 'echo b >> "$DAGWRIGHT_DECISION"'`, "choose:success a:skipped b:success"],
    ["Python", "python: \"import dagwright; dagwright.branch('a')\"", "choose:success a:success b:skipped"],
    ["one that follows none", "python: \"import dagwright; dagwright.branch()\"", "choose:success a:skipped b:skipped"],
  ])("follow what %s names", async (_name, program, states) => {
    expect((await ran(workspace(byProgram(program)))).states).toBe(states);
  });

  it.each([
    ["names a task that is no child", `bash: 'echo bb > "$DAGWRIGHT_DECISION"'`, 'it named "bb", which does not depend on it; expected some of a, b.'],
    ["names nothing", "bash: 'true'", "it named no branch; write the ids"],
    ["fails", "bash: exit 4", "exit code 4"],
  ])("fail when their program %s", async (_name, program, words) => {
    const { states, reasons } = await ran(workspace(byProgram(program)));
    expect(states).toBe("choose:failed a:upstream_failed b:upstream_failed");
    expect(reasons).toContain(words);
  });

  it("skip all below a short circuit whose condition is false, and nothing else", async () => {
    const text = (ignore: boolean): string => `tasks:
  go: { config_type: ShortCircuitTask, condition: "{{ conf.go }}", ignore_downstream_trigger_rules: ${ignore} }
  a: { config_type: EmptyTask, deps: go }
  below: { config_type: BashTask, bash: 'true', deps: a, trigger_rule: all_done }
`;
    expect(await ran(workspace(text(true)), { go: false })).toMatchObject({ states: "go:success a:skipped below:skipped", followed: { go: [] } });
    expect(await ran(workspace(text(true)), { go: true })).toMatchObject({ states: "go:success a:success below:success", followed: {} });
    expect(await ran(workspace(text(false)), { go: false })).toMatchObject({ states: "go:success a:skipped below:success" });
    expect(await ran(workspace("tasks:\n  go: { config_type: ShortCircuitTask, python: 'from dagwright import proceed; proceed([])' }\n  a: { config_type: EmptyTask, deps: go }\n"))).toMatchObject({ states: "go:success a:skipped" });
  });

  it("keep what they chose: a child that is cleared after a restart stays skipped, and a clear of the branch chooses anew", async () => {
    const root = workspace(byProgram(`bash: '[ -e other ] && echo b > "$DAGWRIGHT_DECISION" || echo a > "$DAGWRIGHT_DECISION"'`));
    const first = await open(root);
    const { runId } = await first.client.runs.start({ dagId: "choices" });
    await first.engine.whenIdle();
    await opened.pop()?.close({ stopTasks: true });
    const { engine, client } = await open(root);
    const clear = async (taskIds: string[]): Promise<string> => {
      await client.runs.clear({ dagId: "choices", runId, taskIds, downstream: false });
      await engine.whenIdle();
      return (await client.runs.get({ dagId: "choices", runId })).tasks.map(({ taskId, state }) => `${taskId}:${state}`).join(" ");
    };
    expect(await clear(["b"])).toBe("choose:success a:success b:skipped");
    writeFileSync(join(root, "other"), "");
    expect(await clear(["choose", "a", "b"])).toBe("choose:success a:skipped b:success");
  });
});
