import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

const places: Place[] = [];
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});
function place(...args: Parameters<typeof makePlace>): Place {
  const made = makePlace(...args);
  places.push(made);
  return made;
}

const page = "<title>screens</title>";
/** A place with built screens for `serve`. */
function served(files: Readonly<Record<string, string>>): Place {
  const made = place(files, (root) => ({ DAGWRIGHT_RENDERER_DIR: join(root, "screens") }));
  mkdirSync(join(made.root, "screens"));
  writeFileSync(join(made.root, "screens/index.html"), page);
  return made;
}

const chain = `# keep this comment
dag: chain
params: { who: { default: world, type: string }, n: { default: 1, type: integer, minimum: 0 } }
tasks:
  first:   { config_type: EmptyTask }
  second:
    config_type: BashTask
    bash: 'echo "hello {{ params.who }} {{ params.n }} {{ conf.user_id | default(0) }}"'
    deps: [first]
`;
const failing = "dag: failing\ntasks:\n  bad:\n    config_type: BashTask\n    bash: |\n      echo working\n      echo 'the cause' >&2\n      exit 3\n  after: { config_type: EmptyTask, deps: [bad] }\n";
const slow = "dag: slow\ntasks:\n  wait: { config_type: BashTask, bash: 'echo started; sleep 60' }\n";
const jsonLines = (text: string): Record<string, unknown>[] => text.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);

describe("run", () => {
  it("follows a run to its end and prints the contract's JSON", async () => {
    const { dagwright } = place({ "chain.dag.yaml": chain });
    const { code, out, err } = await dagwright("run", "chain", "--json", "--run-id", "r/1 é", "--param", "who=you", "--param", "n=7", "--conf", '{"user_id":4711}', "--logical-date", "2026-01-31");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const events = jsonLines(out);
    const iso = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
    const done = { state: "success", try_number: 1, start_date: iso, end_date: iso };
    expect(events.at(0)).toMatchObject({ event: "dag_run_started", dag_id: "chain", run_id: "r/1 é", logical_date: "2026-01-31T00:00:00.000Z", conf: { user_id: 4711 }, params: { who: "you", n: 7 } });
    expect(events.at(-1)).toEqual({ event: "dag_run_finished", dag_id: "chain", run_id: "r/1 é", state: "success", tasks: { first: done, second: done } });
    expect(events.slice(1, -1).every((event) => event["event"] === "task" || event["event"] === "dag_run")).toBe(true);
    const log = await dagwright("runs", "logs", "chain", "latest", "second");
    expect(log).toEqual({ code: 0, out: "hello you 7 4711\n", err: "" });
  });

  it("prints plain lines without colours into a pipe", async () => {
    const { dagwright } = place({ "chain.dag.yaml": chain });
    const { code, out } = await dagwright("run", "chain.dag.yaml");
    expect(code).toBe(0);
    expect(out).not.toContain("\u001b");
    expect(out.trim().split("\n").at(-1)).toMatch(/^✓ success {2}chain {2}manual__\S+ in .+ {2}\(2 tasks: 2 success\)$/);
  });

  it("exits with 1 when the run fails, and says which task, why, its last words and where its log lies", async () => {
    const { dagwright, workspace } = place({ "failing.dag.yaml": failing });
    const { code, out } = await dagwright("run", "failing", "--run-id", "r1");
    expect(code).toBe(1);
    expect(out).toMatch(/✗ failed {2}bad {2}.*3/);
    expect(out).toContain("  last line: the cause");
    expect(await dagwright("runs", "logs", "failing", "bad")).toEqual({ code: 2, out: "", err: 'error: "bad" is a task of DAG "failing"; name the run before it: dagwright runs logs failing latest bad\n' });
    expect((await dagwright("runs", "why", "failing", "after")).err).toBe('error: "after" is a task of DAG "failing"; name the run before it: dagwright runs why failing latest after\n');
    expect((await dagwright("runs", "clear", "failing", "latest", "--task", "aftre")).err).toContain("Did you mean `after`?");
    const log = /log: (\S+)/.exec(out)?.[1] ?? "";
    expect(readFileSync(join(workspace, log), "utf8")).toBe("working\nthe cause\n");
    expect(out).toMatch(/⊘ upstream_failed {2}after/);
    const shown = await dagwright("runs", "show", "failing", "--json");
    expect(JSON.parse(shown.out)).toMatchObject({ run: { dag_id: "failing", run_id: "r1", state: "failed" }, tasks: [{ task_id: "bad", state: "failed", reason: "exit code 3", said: "the cause" }, { task_id: "after", state: "upstream_failed" }] });
  });

  it("says why a task has no log, followed or not", async () => {
    const { dagwright } = place({ "failing.dag.yaml": failing });
    await dagwright("run", "failing", "--run-id", "r1");
    const blocked = 'error: Task "after": has no log, because it has not run: it needs bad (failed). More: dagwright runs why failing r1 after\n';
    expect(await dagwright("runs", "logs", "failing", "r1", "after")).toEqual({ code: 2, out: "", err: blocked });
    expect((await dagwright("runs", "logs", "failing", "r1", "after", "-f")).err).toBe(blocked);
    expect((await dagwright("runs", "logs", "failing", "r1", "bad", "--try", "2")).err).toBe('error: Task "bad": try 2 has not started; it has had 1. Ask for try 1 or an earlier one.\n');
  });

  it("says which run before holds a task that depends on it", async () => {
    const { dagwright, start } = place({ "past.dag.yaml": "dag: past\ntasks:\n  a: { config_type: BashTask, bash: 'test -e go', depends_on_past: true }\n" });
    await dagwright("run", "past", "--run-id", "r1", "--logical-date", "2026-01-01");
    const held = start("run", "past", "--run-id", "r2", "--logical-date", "2026-01-02");
    await new Promise<void>((resolve) => held.child.stderr.on("data", (text: string) => text.includes("a waits: it depends on the run before, r1, which has a in state failed.") && resolve()));
    held.child.kill("SIGINT");
    const { code, out } = await held.ended;
    expect([code, out]).toEqual([1, expect.stringContaining("a  cancelled")]);
  });

  it("cancels the run on Ctrl+C", async () => {
    const { start, dagwright } = place({ "slow.dag.yaml": slow });
    const run = start("run", "slow");
    await run.line(/running {2}wait/);
    run.child.kill("SIGINT");
    const { code, out, err } = await run.ended;
    expect(code).toBe(1);
    expect(err).toContain("Cancelling");
    expect(out).toMatch(/✗ failed {2}slow/);
    expect(jsonLines((await dagwright("runs", "--json")).out)[0]).toMatchObject({ runs: [{ dag_id: "slow", state: "failed", end_date: expect.any(String) }] });
  });

  it("runs only the chosen tasks", async () => {
    const { dagwright } = place({ "failing.dag.yaml": failing });
    const { code, out } = await dagwright("run", "failing", "--task", "after", "--json");
    expect(code).toBe(0);
    expect(jsonLines(out).at(-1)).toMatchObject({ state: "success", tasks: { bad: { state: "skipped" }, after: { state: "success" } } });
  });
});

describe("attaching to a living engine", () => {
  it("uses its socket for runs and logs, and a second engine is refused with the holder's name", async () => {
    const { start, dagwright, workspace } = served({ "chain.dag.yaml": chain, "slow.dag.yaml": slow });
    const holder = start("run", "slow", "--run-id", "s1");
    await holder.line(/running {2}wait/);
    const record = JSON.parse(readFileSync(join(workspace, ".dagwright/engine.json"), "utf8")) as { pid: number; socket: string };
    expect(record.pid).toBe(holder.child.pid);
    expect(statSync(record.socket).mode & 0o777).toBe(0o600);
    expect((await dagwright("run", "chain")).code).toBe(0);
    expect(JSON.parse((await dagwright("runs", "list", "chain", "--json")).out)).toMatchObject({ runs: [{ dag_id: "chain", state: "success" }], more: false });
    expect((await dagwright("runs", "list", "chain", "--state", "failed")).err).toBe("No run is failed.\n");
    const follow = start("runs", "logs", "slow", "s1", "wait", "-f");
    await follow.line(/^started$/);
    const refused = await dagwright("serve", "--json");
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: "workspace/busy", message: expect.stringMatching(new RegExp(`process ${record.pid}, since \\d{4}-`)) } });
    const cancelled = await dagwright("runs", "cancel", "slow", "s1");
    expect(cancelled.code).toBe(0);
    expect((await holder.ended).code).toBe(1);
    expect((await follow.ended).code).toBeOneOf([0, 3]);
    expect(existsSync(record.socket)).toBe(false);
    expect(existsSync(join(workspace, ".dagwright/engine.json"))).toBe(false);
  });

  it("hosts one itself when the last one was killed", async () => {
    const { start, dagwright, workspace } = place({ "chain.dag.yaml": chain, "slow.dag.yaml": slow });
    const holder = start("run", "slow");
    await holder.line(/running {2}wait/);
    holder.child.kill("SIGKILL");
    await holder.ended;
    expect(existsSync(join(workspace, ".dagwright/engine.sock"))).toBe(true);
    expect((await dagwright("run", "chain")).code).toBe(0);
    const { runs } = JSON.parse((await dagwright("runs", "list", "slow", "--json")).out) as { runs: { state: string }[] };
    await dagwright("runs", "cancel", "slow", "latest"); // or its task would wait out the grace time
    expect(runs[0]?.state).toBeOneOf(["running", "failed"]);
  });
});

describe("runs", () => {
  it("clears failed tasks and follows the run to its new end", async () => {
    const { dagwright, write } = place({ "flaky.dag.yaml": "dag: flaky\ntasks:\n  a: { config_type: BashTask, bash: 'test -e $DAGWRIGHT_WORKSPACE_FLAG', env: { DAGWRIGHT_WORKSPACE_FLAG: flag } }\n" });
    expect((await dagwright("run", "flaky")).code).toBe(1);
    const dry = await dagwright("runs", "clear", "flaky", "latest", "--only-failed", "--dry-run", "--json");
    expect(JSON.parse(dry.out)).toMatchObject({ cleared: ["a"], dry_run: true });
    write("flag", "");
    const cleared = await dagwright("runs", "clear", "flaky", "latest", "--only-failed", "--json");
    expect(cleared.code).toBe(0);
    expect(jsonLines(cleared.out).at(-1)).toMatchObject({ event: "dag_run_finished", state: "success", tasks: { a: { state: "success", try_number: 2 } } });
  });

  it("marks by hand, and finds by conf", async () => {
    const { dagwright } = place({ "failing.dag.yaml": failing });
    await dagwright("run", "failing", "--conf", '{"user_id":"u-4711"}', "--run-id", "r1");
    const marked = await dagwright("runs", "mark", "failing", "latest", "success", "--json");
    expect(JSON.parse(marked.out)).toMatchObject({ run_id: "r1", state: "success" });
    const found = JSON.parse((await dagwright("find", "u-4711", "--exact", "--json")).out) as { hits: unknown[]; searched: unknown[] };
    expect(found.hits).toEqual([{ dag_id: "failing", run_id: "r1", state: "success", key: expect.stringContaining("user_id"), value: "u-4711", source: expect.any(String), remote: null }]);
    expect(found.searched.length).toBeGreaterThan(0);
    expect(JSON.parse((await dagwright("find", "nobody", "--json")).out)).toMatchObject({ hits: [] });
  });
});

describe("bad input", () => {
  const cases: readonly (readonly [string, readonly string[], string, RegExp])[] = [
    ["an unknown command", ["frobnicate"], "input/invalid", /unknown command 'frobnicate'/],
    ["an unknown option", ["run", "chain", "--nope"], "input/invalid", /--nope/],
    ["a missing argument", ["run"], "input/invalid", /missing required argument 'dag'/],
    ["an unknown DAG", ["run", "nope"], "dag/not-found", /"nope".*chain/],
    ["a file that is not there", ["run", "nope.dag.yaml"], "input/invalid", /no such file/],
    ["conf that is no JSON", ["run", "chain", "--conf", "{"], "conf/invalid", /^--conf: is not JSON/],
    ["a param out of range", ["run", "chain", "--param", "n=-1"], "params/invalid", /"n"/],
    ["an unknown param", ["run", "chain", "--param", "x=1"], "params/invalid", /no param "x"; it has who, n/],
    ["an impossible date", ["run", "chain", "--logical-date", "2026-02-30"], "input/invalid", /2026-02-30/],
    ["an unknown task", ["run", "chain", "--task", "nope"], "task/not-found", /no task "nope"/],
    ["an unknown run", ["runs", "show", "chain", "nope"], "run/not-found", /nope/],
    ["runs of an unknown DAG", ["runs", "show", "chian"], "dag/not-found", /Did you mean `chain`/],
    ["no run yet", ["runs", "show", "chain", "latest"], "run/not-found", /no runs yet/],
    ["a state that is none", ["runs", "list", "--state", "happy"], "input/invalid", /queued, running, success, failed/],
    ["a DAG with errors", ["run", "broken"], "dag/invalid", /broken\.dag\.yaml:\d+:\d+: /],
    ["a workspace that is not there", ["runs", "--workspace", "/nowhere"], "workspace/invalid", /--workspace \/nowhere/],
    ["another machine's address", ["serve", "--host", "0.0.0.0"], "input/invalid", /only 127\.0\.0\.1/],
    ["a port that is none", ["serve", "--port", "99999"], "input/invalid", /65535/],
    ["half an edit", ["edit", "chain", "--rename", "first"], "input/invalid", /OLD NEW/],
  ];
  it("exits with 2 and names what is wrong, on stderr and as JSON", async () => {
    const { dagwright } = place({ "chain.dag.yaml": chain, "broken.dag.yaml": "dag: broken\ntasks:\n  a: { config_type: NopeTask }\n" });
    for (const [name, args, code, message] of cases) {
      const asJson = await dagwright(...args, "--json");
      const { error } = JSON.parse(asJson.out) as { error: { code: string; message: string } };
      expect({ name, exit: asJson.code, code: error.code }).toEqual({ name, exit: 2, code });
      expect(error.message).toMatch(message);
    }
    const inWords = await dagwright("run", "nope");
    expect(inWords).toEqual({ code: 2, out: "", err: expect.stringMatching(/^error: DAG "nope": not found/) });
  }, 60_000);
});

describe("what holds nothing", () => {
  it("is told with the reason: a log that is empty, a list of a DAG whose file is gone", async () => {
    const { dagwright, workspace } = place({ "mute.dag.yaml": "dag: mute\ntasks: { a: { config_type: BashTask, bash: 'exit 3' } }\n" });
    await dagwright("run", "mute");
    expect(await dagwright("runs", "logs", "mute", "latest", "a")).toEqual({ code: 0, out: "", err: 'Task "a", try 1: the log is empty; the task is failed: exit code 3\n' });
    rmSync(join(workspace, "mute.dag.yaml"));
    expect(await dagwright("deadlines", "mute")).toEqual({ code: 0, out: "", err: "No deadline was missed.\n" });
  }, 60_000);
});

describe("slips on the command line", () => {
  const table: readonly (readonly [readonly string[], string])[] = [
    [["run", "chian"], 'DAG "chian": not found; known are chain. Did you mean `chain`?'],
    [["run", "chain", "--param", "whp=x"], '--param: the DAG has no param "whp"; it has who, n. Did you mean `who`?'],
    [["run", "chain", "--param", "n=many"], 'DAG "chain": Param "n": found the text "many"; expected a whole number.'],
    [["run", "chain", "--conf", "{a: 1}"], "--conf: is not JSON (column 2): Found `a`; expected a key in double quotes."],
    [["run", "chain", "--conf", "@none.json"], "--conf: none.json: there is no such file or folder; correct the path, or make it."],
    [["run", "chain", "--conf", "@."], "--conf: .: is a folder, where a file is needed; name the file."],
    [["run", "chain", "--conf", "@chain.dag.yaml"], "--conf: chain.dag.yaml:1:1: is not JSON: JSON has no comments. Remove it."],
    [["run", "chain", "--task", "secnod"], 'DAG "chain": has no task "secnod"; known are first, second. Did you mean `second`?'],
    [["run", "chain", "--run-id", ""], 'DAG "chain": run id "" is empty; write one, or none for one that is made.'],
    [["runs", "list", "chian"], 'DAG "chian": not found; known are chain. Did you mean `chain`?'],
    [["audit", "list", "chian"], 'DAG "chian": not found; known are chain. Did you mean `chain`?'],
    [["backfill", "list", "chian"], 'DAG "chian": not found; known are chain. Did you mean `chain`?'],
    [["deadlines", "chian"], 'DAG "chian": not found; known are chain. Did you mean `chain`?'],
    [["retention", "run", "chian"], 'DAG "chian": not found; known are chain. Did you mean `chain`?'],
    [["schedule", "skipped", "chian"], 'DAG "chian": not found; known are chain. Did you mean `chain`?'],
    [["find", " "], 'find: the value is empty; give what is known, such as "dagwright find 4711".'],
  ];
  it.each(table)("%j is answered in one plain line", async (args, words) => {
    const { dagwright } = place({ "chain.dag.yaml": chain });
    expect(await dagwright(...args)).toEqual({ code: 2, out: "", err: `error: ${words}\n` });
  });
});

describe("validate", () => {
  it("prints place, severity, words and code; errors exit with 2, warnings with 0", async () => {
    const { dagwright, write, root } = place({ "good.dag.yaml": chain });
    expect(await dagwright("validate", "--json")).toEqual({ code: 0, out: '{"diagnostics":[]}\n', err: "" });
    write("dags/warn.dag.yaml", "dag: warn\nshedule: 0 1 * * *\ntasks:\n  a: { config_type: EmptyTask }\n");
    const warned = await dagwright("validate", "--json");
    expect(warned.code).toBe(0);
    expect(JSON.parse(warned.out)).toEqual({ diagnostics: [{ file: "dags/warn.dag.yaml", line: 2, column: 1, code: expect.any(String), severity: "warning", message: expect.stringContaining("schedule") }] });
    write("bad.dag.yaml", "dag: bad\ntasks:\n  a: { config_type: EmptyTask, deps: [b] }\n  b: { config_type: EmptyTask, deps: [a] }\n");
    write("dup.dag.yaml", chain);
    symlinkSync(root, join(root, "workspace/loop"));
    const all = await dagwright("validate");
    expect(all.code).toBe(2);
    expect(all.out).toMatch(/^bad\.dag\.yaml:\d+:\d+: error: .*a → b/m);
    expect(all.out).toMatch(/^good\.dag\.yaml:1:1: error: .*dup\.dag\.yaml|^dup\.dag\.yaml.*good\.dag\.yaml|^good\.dag\.yaml.*dup/m);
    expect(all.err).toMatch(/4 files: 2 errors, 1 warning\./);
    expect((await dagwright("validate", "dags")).code).toBe(0);
    expect((await dagwright("validate", "dags/warn.dag.yaml", "good.dag.yaml")).code).toBe(0);
    expect((await dagwright("validate", "nowhere.dag.yaml")).code).toBe(2);
    expect(existsSync(join(root, "workspace/.dagwright"))).toBe(false);
  });

  it("judges the names of other DAGs by all files, whichever were asked for", async () => {
    const starts = (dagId: string, target: string): string => `dag: ${dagId}\ntasks:\n  t: { config_type: TriggerDagTask, trigger_dag: ${target}, wait_for_completion: true }\n`;
    const { dagwright } = place({ "good.dag.yaml": chain, "go.dag.yaml": starts("go", "chain"), "slip.dag.yaml": starts("slip", "chian"), "a.dag.yaml": starts("a", "b"), "b.dag.yaml": starts("b", "a") });
    const { code, out } = await dagwright("validate", "a.dag.yaml", "go.dag.yaml", "slip.dag.yaml");
    expect(out.split("\n")).toEqual([
      expect.stringMatching(/^a\.dag\.yaml:3:50: error: .*`a` waits for `b`, which waits for `a`.* \[dag\/cycle\]$/),
      expect.stringMatching(/^slip\.dag\.yaml:3:50: warning: .*the id `chian`.* Did you mean `chain`\? \[dag\/unknown-dag\]$/),
      "",
    ]);
    expect(code).toBe(2);
  });

  it("says of files with another ending that they are not read", async () => {
    const { dagwright } = place({ "etl.dag.yml": chain });
    expect(await dagwright("validate")).toEqual({ code: 0, out: "", err: expect.stringMatching(/^No \*\.dag\.yaml file found in \S+\. The name of a DAG file ends in \.dag\.yaml; etl\.dag\.yml does not\.\n$/) });
  });

  it("names mistakes of the workspace's own file, which cost nothing but what they are about", async () => {
    const { dagwright, write } = place({ "chain.dag.yaml": chain });
    write("dagwright.json", '{\n  "connections": {\n    "lake": { "kind": "duckdb", "file": "lake.duckdb" },\n    "pg": { "kind": "postgress", "database": "d", "user": "u" }\n  }\n}\n');
    write("lake.dag.yaml", "dag: lake\ntasks:\n  a: { config_type: SqlTask, sql: select 1, connection: lake }\n");
    write("lak.dag.yaml", "dag: lak\ntasks:\n  a: { config_type: SqlTask, sql: select 1, connection: lak }\n");
    const mistake = 'dagwright.json:4:21: error: `connections.pg.kind`: found the text "postgress"; expected "duckdb" or "postgres" as its kind. Did you mean `postgres`? [config/invalid-value]';
    const all = await dagwright("validate");
    expect([all.code, all.out.split("\n").slice(0, -1), all.err]).toEqual([2, [mistake, expect.stringMatching(/^lak\.dag\.yaml:3:57: error: `tasks\.a\.connection`: connection `lak` is not found; .*Did you mean `lake`\?.*\[dag\/unknown-connection\]$/)], "4 files: 2 errors, 0 warnings.\n"]);
    expect(await dagwright("run", "lake")).toMatchObject({ code: 0, err: `${mistake}\n` });
    const refused = await dagwright("run", "lak");
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("error: lak.dag.yaml:3:57: ")]);
    write("dagwright.json", '{ "vars": { "a": 1, } }');
    expect(await dagwright("validate", "chain.dag.yaml")).toMatchObject({ code: 0 });
    expect((await dagwright("validate", ".")).out).toContain("dagwright.json:1:19: error: There is a comma before the closing `}`");
  });
});

describe("diff", () => {
  it("says what a commit and the file have different, by task and line, and lists versions", async () => {
    const { dagwright, workspace } = place({ "chain.dag.yaml": chain });
    expect((await dagwright("diff", "chain")).err).toMatch(/there is no version "1"; it has none yet\. .*not trusted/);
    await dagwright("trust");
    const git = (...words: string[]): void => void execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=a@example.org", ...words], { cwd: workspace, stdio: "ignore" });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "First");
    await dagwright("edit", "chain", "--set", "tasks.second.retries=2", "--add-task", "third", "EmptyTask", "--connect", "second", "third");
    const { code, out } = await dagwright("diff", "chain");
    expect([code, out.split("\n").slice(0, 5)]).toEqual([0, ["1 task added, 1 task changed, 1 edge added", "task second: changed", "  retries: not written → 2", "task third: added", "edge second → third: added"]]);
    expect(out).toMatch(/^\+ {2}third:$/m);
    expect(JSON.parse((await dagwright("diff", "chain", "1", "1", "--json")).out)).toMatchObject({ file: "chain.dag.yaml", changes: { tasks: [], edges: [] }, diff: "" });
    expect((await dagwright("diff", "chain", "--list")).out).toMatch(/^ {2}1 {2}\S+Z {2}[0-9a-f]{7} {2}First \(Ada\)\n$/);
    expect(await dagwright("diff", "chain", "7")).toMatchObject({ code: 2, err: expect.stringMatching(/there is no version "7"; give a number from 1/) });
  });
});

describe("edit", () => {
  it("patches the text, keeps the mode and a link, and prints what changed", async () => {
    const { dagwright, write, workspace } = place();
    const file = write("real/chain.yaml", chain);
    chmodSync(file, 0o640);
    symlinkSync("real/chain.yaml", join(workspace, "chain.dag.yaml"));
    const { code, out } = await dagwright("edit", "chain", "--set", "tasks.second.retries=2", "--rename", "first", "start");
    expect(code).toBe(0);
    expect(out).toContain("-  first:   { config_type: EmptyTask }\n+  start:   { config_type: EmptyTask }\n");
    expect(readFileSync(file, "utf8")).toBe(chain.replace("first:", "start:").replace("deps: [first]\n", "deps: [start]\n    retries: 2\n"));
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(workspace, "chain.dag.yaml")).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(workspace, "real"))).toEqual(["chain.yaml"]);
  });

  it("warns of what it wrote and nobody reads, and of what is not there yet", async () => {
    const { dagwright, write } = place();
    const file = write("chain.dag.yaml", chain);
    const edited = await dagwright("edit", "chain", "--set", "tasks.second.retires=2", "--set", "tasks.second.bash=go.sh");
    expect([edited.code, edited.err.split("\n").slice(0, -1)]).toEqual([0, [expect.stringMatching(/^chain\.dag\.yaml:\d+:11: error: `tasks\.second\.bash`: the file go\.sh does not exist/), expect.stringMatching(/^chain\.dag\.yaml:\d+:5: warning: The key `retires` is not known in `tasks\.second`.*Did you mean `retries`\?/)].toReversed()]);
    expect(readFileSync(file, "utf8")).toContain("retires: 2");
    const again = await dagwright("edit", "chain", "--set", "owner=me", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ saved: true, diagnostics: [] });
    expect((await dagwright("edit", "chian", "--set", "owner=me")).err).toMatch(/DAG "chian": not found in .*; known are chain\. Did you mean `chain`\?/);
    expect((await dagwright("edit", "chain", "--set", "tasks.secnod.retries=2")).err).toContain("There is no task `secnod`. Did you mean `second`?");
  });

  it("makes all its edits in their order or none, and writes nothing with --dry-run", async () => {
    const { dagwright, write } = place();
    const file = write("chain.dag.yaml", chain);
    const refused = await dagwright("edit", "chain", "--set", "owner=me", "--connect", "second", "first");
    expect({ code: refused.code, out: refused.out }).toEqual({ code: 2, out: "" });
    expect(refused.err).toMatch(/^error: chain\.dag\.yaml:\d+:\d+: /);
    expect(readFileSync(file, "utf8")).toBe(chain);
    const dry = await dagwright("edit", "chain", "--add-task", "third", "EmptyTask", "--connect", "second", "third", "--dry-run", "--json");
    expect(JSON.parse(dry.out)).toMatchObject({ file: "chain.dag.yaml", changed: true, saved: false, diff: expect.stringContaining("+  third:") });
    expect(readFileSync(file, "utf8")).toBe(chain);
    expect((await dagwright("edit", "chain", "--remove-task", "second")).code).toBe(0);
    expect(readFileSync(file, "utf8")).not.toContain("second");
  });
});

describe("trust and serve", () => {
  it("keeps the list of trusted workspaces in the person's own private file", async () => {
    const { dagwright, workspace, root } = place();
    const list = join(root, "config/trusted-workspaces.json");
    expect(JSON.parse((await dagwright("trust", "--json")).out)).toEqual({ workspace, trusted: true });
    expect(readFileSync(list, "utf8")).toContain(workspace);
    expect(statSync(list).mode & 0o777).toBe(0o600);
    expect(JSON.parse((await dagwright("trust", "--untrust", "--json")).out)).toEqual({ workspace, trusted: false });
    expect(readFileSync(list, "utf8")).not.toContain(workspace);
  });

  it("opens by its link once, mints another from a second call, and runs nothing until it is trusted", async () => {
    const made = served({ "chain.dag.yaml": chain });
    const serve = made.start("serve", "--json");
    const told = JSON.parse(await serve.line(/^\{/)) as { url: string; link: string; trusted: boolean; pid: number };
    expect(told).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), trusted: false, pid: serve.child.pid });
    const opened = await fetch(told.link, { redirect: "manual" });
    expect([opened.status, opened.headers.get("location")]).toEqual([303, "/"]);
    const cookie = (opened.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    expect(await (await fetch(told.url, { headers: { cookie } })).text()).toBe(page);
    expect((await fetch(told.link, { redirect: "manual" })).status).toBe(401);
    const again = JSON.parse((await made.dagwright("serve", "--json")).out) as { link: string; pid: number };
    expect([again.pid === told.pid, again.link === told.link, (await fetch(again.link, { redirect: "manual" })).status]).toEqual([true, false, 303]);
    expect(statSync(join(made.workspace, ".dagwright/http-token")).mode & 0o777).toBe(0o600);
    const fresh = JSON.parse((await made.dagwright("serve", "--sign-out", "--json")).out) as { link: string };
    expect([(await fetch(told.url, { headers: { cookie } })).status, (await fetch(fresh.link, { redirect: "manual" })).status]).toEqual([401, 303]);
    const run = await made.dagwright("run", "chain", "--json");
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({ error: { code: "workspace/untrusted" } });
    await made.dagwright("trust");
    await expect.poll(() => made.dagwright("run", "chain").then(({ code }) => code), { timeout: 8000 }).toBe(0);
    await made.dagwright("trust", "--untrust");
    await expect.poll(() => made.dagwright("run", "chain").then(({ code }) => code), { timeout: 8000 }).toBe(2);
    serve.child.kill("SIGTERM");
    expect((await serve.ended).code).toBe(0);
    expect(existsSync(join(made.workspace, ".dagwright/http-token"))).toBe(false);
  });

  it("runs what it serves once trusted", async () => {
    const made = served({ "chain.dag.yaml": chain });
    const serve = made.start("serve", "--trust");
    await serve.line(/open\?t=/);
    expect((await made.dagwright("run", "chain")).code).toBe(0);
    serve.child.kill("SIGINT");
    expect((await serve.ended).code).toBe(0);
  });
});

describe("init", () => {
  it("makes a trusted workspace that validates, and refuses a folder that holds something", async () => {
    const { dagwright, workspace, root } = place();
    const made = await dagwright("init", "new", "--json");
    expect(made.code).toBe(0);
    const folder = join(workspace, "new");
    expect(JSON.parse(made.out)).toMatchObject({ workspace: folder, trusted: true, kept: [] });
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toContain(".dagwright/");
    expect(readFileSync(join(root, "config/trusted-workspaces.json"), "utf8")).toContain(folder);
    expect(await dagwright("validate", "--workspace", "new", "--json")).toMatchObject({ code: 0 });
    const again = await dagwright("init", "new");
    expect(again.code).toBe(2);
    expect(again.err).toMatch(/is not empty/);
  });
});

describe("doctor", () => {
  it("lists every check, with the way to mend what is missing", async () => {
    const { dagwright } = place();
    const { code, out } = await dagwright("doctor", "--json");
    const { checks } = JSON.parse(out) as { checks: { ok: boolean; required: boolean; fix: string | null }[] };
    expect(checks.length).toBeGreaterThan(3);
    expect(code).toBe(checks.some(({ ok, required }) => required && !ok) ? 1 : 0);
    expect(checks.filter(({ ok, fix }) => !ok && !fix)).toEqual([]);
  });
});

describe("as a program", () => {
  it("prints its version, and help on stdout with exit 0", async () => {
    const { dagwright } = place();
    expect(await dagwright("--version")).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: "" });
    expect(await dagwright("help", "run")).toMatchObject({ code: 0, out: expect.stringContaining("Usage: dagwright run"), err: "" });
  });

  it("lays no data folder into a folder that is no workspace", async () => {
    const { dagwright, workspace } = place({ "sub/keep": "" });
    expect(await dagwright("runs", "--workspace", "sub")).toEqual({ code: 2, out: "", err: expect.stringContaining("is no workspace") });
    expect(await dagwright("run", "nope", "--workspace", "sub")).toEqual({ code: 2, out: "", err: expect.stringContaining("holds no *.dag.yaml file and is no workspace") });
    expect(readdirSync(join(workspace, "sub"))).toEqual(["keep"]);
    expect(await dagwright("runs", "--json")).toEqual({ code: 0, out: '{"runs":[],"more":false}\n', err: "" });
  });

  it("brings a run to its end though its reader went away", async () => {
    const { start, dagwright } = place({ "chain.dag.yaml": chain });
    const gone = start("run", "chain", "--json");
    gone.child.stdout.destroy();
    expect(await gone.ended).toEqual({ code: 0, out: "", err: "" });
    expect(JSON.parse((await dagwright("runs", "--json")).out)).toMatchObject({ runs: [{ state: "success" }] });
  });
});
