import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorkspace } from "../platform/workspace-folder.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import { within } from "./attempt-plan.ts";
import { DagFiles } from "./dag-files.ts";
import { type DagFile, readDagFile, unreadFile } from "./read-dag-file.ts";
import { DagSummaries } from "./dag-summaries.ts";
import { createEventHub } from "./event-hub.ts";
import { HandClock } from "./test-world.ts";

let root: string;
let reads: string[];
let scans: number;
let clock: HandClock;
let dags: DagFiles;
const store = { runs: { list: () => [] }, dagSettings: { listOn: () => [] } } as unknown as Store;
const dag = (id: string, rest = 'tasks:\n  a: { config_type: BashTask, bash: "true" }\n'): string => `dag: ${id}\n${rest}`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-dags-"));
  reads = [];
  scans = 0;
  const real = openWorkspace(root);
  const workspace: Workspace = {
    ...real,
    // Reading a file takes a millisecond.
    readBytes: (path) => (reads.push(path), (clock.at += 1), real.readBytes(path)),
    listDagFiles: () => ((scans += 1), real.listDagFiles()),
  };
  clock = new HandClock();
  dags = new DagFiles({ workspace, clock, summaries: new DagSummaries({ store, clock, events: createEventHub(clock, "test") }) });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}
const ids = (): string[] => dags.all().map((file) => file.dagId);

describe("DAG files", () => {
  it("come and go with their files", () => {
    write("one.dag.yaml", dag("one"));
    expect(ids()).toEqual(["one"]);
    write("sub/two.dag.yaml", dag("two"));
    expect(dags.forget(["sub/two.dag.yaml"])).toEqual(["two"]);
    rmSync(join(root, "one.dag.yaml"));
    expect(dags.forget(["one.dag.yaml"])).toEqual(["one"]);
    expect(ids()).toEqual(["two"]);
    rmSync(join(root, "sub"), { recursive: true });
    expect(dags.forget(["sub"])).toEqual(["two"]);
    expect(() => dags.get("two")).toThrow(expect.objectContaining({ code: "dag/not-found" }));
  });

  it("are found when a whole folder comes", () => {
    expect(ids()).toEqual([]);
    write("new.d/x.dag.yaml", dag("x"));
    expect(dags.forget(["new.d"])).toEqual(["x"]);
  });

  it("are not read again for every file that a task writes", () => {
    write("one.dag.yaml", dag("one", "tasks:\n  a: { config_type: SqlTask, sql: a.sql }\n"));
    expect(dags.all()[0]?.diagnostics.map((one) => one.code)).toEqual(["dag/missing-file"]);
    reads = [];
    scans = 0;
    write("out/data.csv", "1");
    expect(dags.forget(["out/data.csv", "notes.txt"])).toEqual([]);
    expect([reads, scans]).toEqual([[], 0]);
    write("a.sql", "select 1");
    expect(dags.forget(["a.sql"])).toEqual(["one"]);
    expect(dags.all()[0]?.diagnostics).toEqual([]);
    rmSync(join(root, "a.sql"));
    expect(dags.forget(["a.sql"])).toEqual(["one"]);
  });

  it("keep their id while a file is broken between two valid readings, and may not run meanwhile", () => {
    write("file.dag.yaml", dag("claims"));
    expect(ids()).toEqual(["claims"]);
    write("file.dag.yaml", "dag: claims\ntasks:\n  a: { config_type: BashTask, bash: [\n");
    expect(dags.forget(["file.dag.yaml"])).toEqual(["claims"]);
    expect(ids()).toEqual(["claims"]);
    expect(() => dags.valid("claims")).toThrow(expect.objectContaining({ code: "dag/invalid" }));
    write("file.dag.yaml", dag("renamed"));
    expect(dags.forget(["file.dag.yaml"]).sort()).toEqual(["claims", "renamed"]);
  });

  it("go by the id that is written also when they were broken from the start", () => {
    write("file.dag.yaml", "dag: claims\ntasks:\n  a: { config_type: Nope }\n");
    expect(ids()).toEqual(["claims"]);
  });

  it("name an id that is used twice at the second file, whose DAG may not run", () => {
    write("a.dag.yaml", dag("same"));
    write("b.dag.yaml", dag("same"));
    expect(dags.all().map((file) => file.diagnostics.map((one) => one.code))).toEqual([[], ["dag/duplicate-id"]]);
    expect(dags.valid("same").file).toBe("a.dag.yaml");
    rmSync(join(root, "a.dag.yaml"));
    dags.forget(["a.dag.yaml"]);
    expect(dags.valid("same").file).toBe("b.dag.yaml");
  });

  it("are read anew before a run, told or not", () => {
    write("one.dag.yaml", dag("one"));
    dags.all();
    write("one.dag.yaml", dag("one", 'tasks:\n  b: { config_type: BashTask, bash: "true" }\n'));
    expect(dags.valid("one").dag.tasks.map((task) => task.id)).toEqual(["b"]);
    write("later.dag.yaml", dag("later"));
    expect(dags.valid("later").file).toBe("later.dag.yaml");
  });

  it("are not read anew before a run while they and what they name are as they were", () => {
    write("sql/x.sql", "select 1");
    const tasks = (id: string): string => `tasks:\n  ${id}: { config_type: SqlTask, sql: sql/x.sql }\n`;
    write("one.dag.yaml", dag("one", tasks("a")));
    const first = dags.valid("one").dag;
    expect(dags.valid("one").dag).toBe(first);
    write("one.dag.yaml", dag("one", tasks("b")));
    const second = dags.valid("one").dag;
    expect([second.tasks.map(({ id }) => id), dags.valid("one").dag === second]).toEqual([["b"], true]);
    for (const spoil of [() => {}, () => mkdirSync(join(root, "sql/x.sql")), () => symlinkSync("/etc/passwd", join(root, "sql/x.sql"))]) {
      rmSync(join(root, "sql/x.sql"), { recursive: true, force: true });
      spoil();
      expect(() => dags.valid("one")).toThrow(expect.objectContaining({ code: "dag/invalid" }));
      expect(() => dags.valid("one")).toThrow(expect.objectContaining({ code: "dag/invalid" }));
    }
    rmSync(join(root, "sql/x.sql"));
    write("sql/x.sql", "select 1");
    expect(dags.valid("one").dag.tasks.map(({ id }) => id)).toEqual(["b"]);
    rmSync(join(root, "one.dag.yaml"));
    expect(() => dags.valid("one")).toThrow(expect.objectContaining({ code: "dag/not-found" }));
  });

  it.each([
    ["/", "etc/passwd"],
    ["/etc", "passwd"],
    ["..", "secret.sql"],
    ["sql/../..", "secret.sql"],
    ["", "/etc/passwd"],
    ["", "../secret.sql"],
  ])("refuse base_path %j with %j", (basePath, path) => {
    expect(() => openWorkspace(root).readText(within({ basePath }, path))).toThrow(expect.objectContaining({ code: "workspace/outside" }));
  });

  it("say what leads out of the workspace", () => {
    symlinkSync("/etc/passwd", join(root, "out.sql"));
    write("one.dag.yaml", dag("one", "base_path: ..\ntasks:\n  a: { config_type: SqlTask, sql: x.sql }\n"));
    write("two.dag.yaml", dag("two", "tasks:\n  a: { config_type: SqlTask, sql: out.sql }\n"));
    expect(dags.all().map((file) => file.diagnostics.map((one) => one.code))).toEqual([["dag/outside-workspace"], ["dag/outside-workspace"]]);
  });
});

describe("many DAG files", () => {
  const count = 400;
  const fileOf = (index: number): string => `team${index % 7}/d${index}.dag.yaml`;
  const fill = (): void => {
    for (let index = 0; index < count; index += 1) write(fileOf(index), dag(`d${index}`));
  };
  /** Lets slices run until the scan is done; how far it was after each. */
  const finish = (): number[] => {
    const steps: number[] = [];
    for (let scan = dags.found().scan; scan !== null; scan = dags.found().scan) {
      steps.push(scan.read);
      clock.advance(10);
    }
    return steps;
  };

  it("are read in slices, and the list says how far it is", () => {
    fill();
    const news: [number, boolean][] = [];
    dags.scan((ids, isDone) => news.push([ids.length, isDone]));
    const { files, scan } = dags.found();
    expect([files.length, scan]).toEqual([150, { read: 150, total: count }]);
    const steps = finish();
    expect(steps.length).toBeGreaterThan(10);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(news.at(-1)?.[1]).toBe(true);
    expect(news.reduce((sum, [ids]) => sum + ids, 0)).toBe(count - 150);
    expect([dags.found().files.length, reads.length, scans]).toEqual([count, count, 1]);
  });

  it("that are few are read when the scan returns", () => {
    write("one.dag.yaml", dag("one"));
    dags.scan(() => expect.unreachable());
    expect([dags.found().scan, clock.waiting]).toEqual([null, 0]);
  });

  it("cost one file when one changes, and a look at none when others do", () => {
    fill();
    dags.all();
    [reads, scans] = [[], 0];
    write(fileOf(3), dag("d3", "tasks:\n  b: { config_type: EmptyTask }\n"));
    expect([dags.forget([fileOf(3)]), reads, scans]).toEqual([["d3"], [fileOf(3)], 0]);
    expect(dags.get("d3").tasks.map(({ id }) => id)).toEqual(["b"]);
    rmSync(join(root, fileOf(4)));
    expect([dags.forget([fileOf(4)]), reads.length, scans]).toEqual([["d4"], 1, 0]);
    expect(dags.all()).toHaveLength(count - 1);
  });

  it("need not be read to find one of them, also while a scan goes on", () => {
    fill();
    const namesake = "z.dag.yaml";
    write(namesake, dag("d397"));
    dags.scan(() => {});
    expect(dags.ready("d397")).toBeNull();
    expect([dags.get("d397").file, dags.valid("d398").file]).toEqual([fileOf(397), fileOf(398)]);
    expect(dags.found().scan?.read).toBe(153);
    expect(() => dags.get("d3977")).toThrow(/known are .* \(401\)\. Did you mean/);
    finish();
    expect(dags.all().find((file) => file.file === namesake)?.diagnostics.map((one) => one.code)).toEqual(["dag/duplicate-id"]);
  });

  it("that change together stand as they were until they are read anew", () => {
    fill();
    dags.scan(() => {});
    finish();
    const paths = Array.from({ length: count }, (_, index) => fileOf(index));
    for (let index = 0; index < count; index += 1) write(fileOf(index), dag(`d${index}`, "owner: new\ntasks: {}\n"));
    rmSync(join(root, fileOf(0)));
    reads = [];
    expect([dags.forget(paths), reads.length]).toEqual([["d0"], 0]);
    expect([dags.found().files.length, dags.found().scan]).toEqual([count - 1, { read: 0, total: count - 1 }]);
    expect(dags.valid("d9").dag.owner).toBe("new");
    finish();
    expect(dags.all().every((file) => file.dag?.owner === "new")).toBe(true);
  });

  it("are read no more when the engine closes", () => {
    fill();
    dags.scan(() => {});
    dags.close();
    expect(clock.waiting).toBe(0);
  });
});

describe("connections that DAG files name", () => {
  const config = (connections: object): void => write("dagwright.json", `{ "connections": ${JSON.stringify(connections)} }`);
  const said = (): string[] => dags.all().flatMap((file) => file.diagnostics.map((one) => `${one.file}:${one.line}:${one.column} ${one.code} ${one.field} ${one.message}`));
  const lake = { kind: "duckdb", file: "lake.duckdb" };

  it("are those of the workspace, or the DAG may not run", () => {
    config({ lake });
    write("a.dag.yaml", dag("a", "connection: lake\ntasks:\n  a: { config_type: SqlTask, sql: select 1, connection: 'lak' }\n  b: { config_type: SqlTask, sql: select 1, connection: warehouse }\n"));
    expect(said()).toEqual(["a.dag.yaml:4:57 dag/unknown-connection tasks.a.connection `tasks.a.connection`: connection `lak` is not found; dagwright.json knows `warehouse`, `lake`. Did you mean `lake`? Correct the name, or add it to `connections` there."]);
    expect(() => dags.valid("a")).toThrow(expect.objectContaining({ code: "dag/invalid", message: expect.stringContaining("a.dag.yaml:4:57") }));
  });

  it("name the mistake in the workspace's file, and only where they are used", () => {
    config({ lake, pg: { kind: "postgres", port: "5432", database: "d", user: "u" } });
    write("a.dag.yaml", dag("a", "connection: pg\ntasks: {}\n"));
    write("b.dag.yaml", dag("b", "connection: lake\ntasks: {}\n"));
    expect(said().filter((one) => !one.includes("dag/no-tasks"))).toEqual([expect.stringMatching(/a\.dag\.yaml:2:13 dag\/broken-connection connection .*`pg` has a mistake in dagwright\.json:1:\d+: `connections\.pg\.port`: found the text "5432"; expected a whole number/)]);
    expect(dags.valid("b").dag.connection).toBe("lake");
  });

  it("are PostgreSQL that may be written to, for the queue of a table", () => {
    config({ lake, crm: { kind: "postgres", database: "d", user: "u" }, mirror: { kind: "postgres", database: "d", user: "u", read_only: true } });
    for (const name of ["lake", "crm", "mirror", "warehouse"]) write(`${name}.dag.yaml`, dag(name, `queue: { table: t, connection: ${name} }\ntasks: {}\n`));
    write("own.dag.yaml", dag("own", "connection: lake\nqueue: { table: t }\ntasks: {}\n"));
    expect(said().filter((one) => !one.includes("dag/no-tasks"))).toEqual([
      "lake.dag.yaml:2:32 dag/wrong-connection queue.connection `queue.connection`: connection `lake` is a DuckDB; a queue of a table needs PostgreSQL. Name another connection.",
      "mirror.dag.yaml:2:32 dag/wrong-connection queue.connection `queue.connection`: connection `mirror` is read_only, and a queue writes marks into its table. Name another connection.",
      expect.stringMatching(/^own\.dag\.yaml:2:13 dag\/wrong-connection connection .*`lake` is a DuckDB/),
      expect.stringMatching(/^warehouse\.dag\.yaml:2:32 dag\/wrong-connection queue\.connection .*`warehouse` is a DuckDB/),
    ]);
  });

  it("are judged anew when that file changes, without reading theirs", () => {
    write("a.dag.yaml", dag("a", "connection: lake\ntasks: {}\n"));
    write("b.dag.yaml", dag("b"));
    expect(said()).toHaveLength(2);
    reads = [];
    config({ lake });
    expect([dags.forget(["dagwright.json"]), reads]).toEqual([["a"], []]);
    expect(dags.all().map((file) => file.diagnostics.filter((one) => one.severity === "error"))).toEqual([[], []]);
  });
});

describe("names of other DAGs", () => {
  const starts = (dagId: string): string => `tasks:\n  t: { config_type: TriggerDagTask, trigger_dag: ${dagId}, wait_for_completion: true }\n`;
  const told = (dagId: string): string[] => dags.detail(dagId).findings.map(({ code }) => code);

  it("are judged by the files that there are, and a change to one of them tells of the others", () => {
    write("go.dag.yaml", dag("go", starts("later")));
    write("other.dag.yaml", dag("other"));
    expect(dags.list().diagnostics.map(({ file, code }) => `${file} ${code}`)).toEqual(["go.dag.yaml dag/unknown-dag"]);
    expect(dags.list().dags.map(({ errors, warnings, circles }) => [errors, warnings, circles])).toEqual([[0, 1, undefined], [0, 0, undefined]]);
    dags.forget([]);
    write("sub/later.dag.yaml", dag("later"));
    reads = [];
    expect([dags.forget(["sub/later.dag.yaml"]).sort(), reads]).toEqual([["go", "later"], ["sub/later.dag.yaml"]]);
    expect([dags.list().diagnostics, told("go"), dags.list().dags.map(({ warnings }) => warnings)]).toEqual([[], [], [0, 0, 0]]);
    rmSync(join(root, "sub"), { recursive: true });
    expect([dags.forget(["sub"]).sort(), told("go")]).toEqual([["go", "later"], ["dag/unknown-dag"]]);
  });

  it("never keep a DAG from running, not even in a circle", () => {
    write("a.dag.yaml", dag("a", starts("b")));
    write("b.dag.yaml", dag("b", starts("a")));
    expect([dags.list().dags.map(({ errors, circles }) => [errors, circles]), told("a"), told("b")]).toEqual([[[0, 1], [0, 1]], ["dag/cycle"], ["dag/cycle"]]);
    expect([dags.valid("a").dag.id, dags.valid("b").dag.id]).toEqual(["a", "b"]);
    write("b.dag.yaml", dag("b"));
    expect(dags.valid("b").dag.tasks).toHaveLength(1);
    expect(told("a"), "what a run has read is known from then on").toEqual([]);
    expect(dags.forget(["b.dag.yaml"]).sort()).toContain("a");
  });

  it("are not told of before all files were read, then of all at once", () => {
    const count = 300;
    for (let at = 0; at < count; at += 1) write(`d${at}.dag.yaml`, dag(`d${at}`, starts(`d${at === 7 ? "x" : at + 1}`)));
    write(`d${count}.dag.yaml`, dag(`d${count}`));
    const news: string[][] = [];
    dags.scan((ids) => news.push(ids));
    expect(dags.found().scan?.read).toBeLessThan(count);
    expect(dags.list().diagnostics).toEqual([]);
    expect(dags.judgeDraft(dags.get("d3"))).toEqual([]);
    while (dags.found().scan !== null) clock.advance(10);
    expect([dags.list().diagnostics.map(({ file, code }) => `${file} ${code}`), news.at(-1)?.includes("d7")]).toEqual([["d7.dag.yaml dag/unknown-dag"], true]);
    reads = [];
    write("d100.dag.yaml", `${dag("d100", starts("d101"))}# a note\n`);
    expect([dags.forget(["d100.dag.yaml"]), reads]).toEqual([["d100"], ["d100.dag.yaml"]]);
  });
});

describe("long DAG files", () => {
  const long = (id: string, task = "a"): string => dag(id, `tasks:\n  ${task}: { config_type: BashTask, bash: "${"x".repeat(1_100_000)}" }\n`);
  let answers: { path: string; answer: (instead?: DagFile) => void }[];
  let news: { ids: string[]; isDone: boolean }[];
  let files: DagFiles;
  const answer = async (instead?: DagFile): Promise<void> => {
    answers.shift()?.answer(instead);
    await new Promise(setImmediate);
  };

  beforeEach(() => {
    answers = [];
    news = [];
    const workspace = openWorkspace(root);
    // Read when the test says so, and as the file then stands.
    const readElsewhere = (path: string): Promise<DagFile> => new Promise((resolve) => answers.push({ path, answer: (instead = readDagFile(workspace, path)) => resolve(instead) }));
    files = new DagFiles({ workspace, clock, readElsewhere, summaries: new DagSummaries({ store, clock, events: createEventHub(clock, "test") }) });
  });
  const tasksOf = (id: string): string[] => files.get(id).tasks.map((task) => task.id);
  const scan = async (): Promise<void> => {
    files.scan((dagIds, isDone) => news.push({ ids: dagIds, isDone }));
    await new Promise(setImmediate);
  };

  it("hold nobody up while they are read, and are told of when they are", async () => {
    write("long.dag.yaml", `# Of us all.\n${long("big")}`);
    write("short.dag.yaml", dag("short"));
    await scan();
    expect([files.valid("short").dag.id, files.found().scan, files.ready("big")]).toEqual(["short", { read: 1, total: 2 }, null]);
    expect(files.get("big").diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual(["dag/being-read: The file is long (1.1 MB) and is being read."]);
    expect(() => files.valid("big")).toThrow("long.dag.yaml: the file is long and is being read; try again in some seconds.");
    const settled = files.settled("big");
    await files.settled("short");
    await answer();
    await settled;
    expect([news.at(-1), files.valid("big").dag.id, files.found().scan, answers]).toEqual([{ ids: ["big"], isDone: true }, "big", null, []]);
  });

  it("stand as they were until they are read anew, and do not run meanwhile", async () => {
    write("long.dag.yaml", long("big"));
    await scan();
    await answer();
    write("long.dag.yaml", long("big", "b"));
    expect(files.forget(["long.dag.yaml"])).toEqual([]);
    expect(tasksOf("big")).toEqual(["a"]);
    expect(() => files.valid("big")).toThrow(expect.objectContaining({ code: "dag/being-read" }));
    await new Promise(setImmediate);
    await answer();
    expect([tasksOf("big"), files.valid("big").dag.tasks.length, news.at(-1)]).toEqual([["b"], 1, { ids: ["big"], isDone: true }]);
  });

  it("are read once more when they change while they are read", async () => {
    write("long.dag.yaml", long("big"));
    await scan();
    files.forget(["long.dag.yaml"]);
    write("long.dag.yaml", long("big", "b"));
    files.forget(["long.dag.yaml"]);
    await answer();
    expect([news.filter(({ isDone }) => isDone), answers.length]).toEqual([[], 1]);
    await answer();
    expect([tasksOf("big"), answers]).toEqual([["b"], []]);
  });

  it("are noticed when a run is about to begin, told or not", async () => {
    write("long.dag.yaml", long("big"));
    await scan();
    await answer();
    write("long.dag.yaml", long("big", "b"));
    expect(() => files.valid("big")).toThrow("is being read");
    const settled = files.settled("big");
    await new Promise(setImmediate);
    await answer();
    await settled;
    expect(files.valid("big").dag.tasks.map(({ id }) => id)).toEqual(["b"]);
  });

  it("say what they lack, and are read again when all of it is there", async () => {
    write("long.dag.yaml", `${long("big")}  b: { config_type: SqlTask, sql: b.sql }\n  c: { config_type: SqlTask, sql: c.sql }\n`);
    await scan();
    await answer();
    await files.settled("big");
    expect(() => files.valid("big")).toThrow("b.sql does not exist");
    write("b.sql", "select 1");
    expect(() => files.valid("big")).toThrow("b.sql does not exist");
    write("c.sql", "select 1");
    expect(() => files.valid("big")).toThrow("is being read");
    await new Promise(setImmediate);
    await answer();
    expect(files.valid("big").dag.tasks.length).toBe(3);
  });

  it.each([
    ["hold bytes that are no text", (text: string) => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0x0a])]), "Byte 0xff"],
    ["are longer than any that is read", (text: string) => Buffer.from(text + "\n".repeat(48_000_000)), "at most 16000000 characters are read"],
    ["lack a file and are long in bytes alone", (text: string) => Buffer.from(`${text.replaceAll("xx", "ä")}  b: { config_type: SqlTask, sql: b.sql }\n`), "b.sql does not exist"],
  ])("that %s are not read again and again", async (_name, make, message) => {
    writeFileSync(join(root, "long.dag.yaml"), make(long("big")));
    await scan();
    await answer();
    for (const _time of [1, 2]) {
      await files.settled("big");
      expect(() => files.valid("big")).toThrow(expect.objectContaining({ code: "dag/invalid", message: expect.stringContaining(message) as string }));
    }
    expect(answers).toEqual([]);
  });

  it("whose reader was lost are read again when they are others", async () => {
    write("long.dag.yaml", long("big"));
    await scan();
    await answer(unreadFile("long.dag.yaml", "The reader ended."));
    for (const _time of [1, 2]) expect(() => files.valid("big")).toThrow("The reader ended.");
    expect(answers).toEqual([]);
    write("long.dag.yaml", long("big", "b"));
    expect(() => files.valid("big")).toThrow("is being read");
    await new Promise(setImmediate);
    await answer();
    expect([tasksOf("big"), answers]).toEqual([["b"], []]);
  });

  it("that change all the time are shown as they last were, and read on", async () => {
    write("long.dag.yaml", long("big"));
    await scan();
    for (const task of ["b", "c", "d"]) {
      write("long.dag.yaml", long("big", task));
      files.forget(["long.dag.yaml"]);
      expect(news.filter(({ isDone }) => isDone)).toEqual([]);
      await answer();
    }
    expect([tasksOf("big"), news.at(-1), answers.length]).toEqual([["d"], { ids: ["big"], isDone: true }, 1]);
    expect(() => files.valid("big")).toThrow("is being read");
    await answer();
    expect([files.valid("big").dag.tasks.length, answers]).toEqual([1, []]);
  });

  it("are judged by the names of the workspace file without a second reading, also when that changes", async () => {
    const slips = (): string[] => files.get("big").diagnostics.map(({ line, column, field, code }) => `${line}:${column} ${field ?? ""} ${code}`);
    write("dagwright.json", JSON.stringify({ pools: { heavy: 2 } }));
    write("long.dag.yaml", `${long("big")}  b: { config_type: BashTask, bash: x, pool: havy }\n  c: { config_type: BashTask, bash: x, pool: heavy, pool_slots: 3, on_failure: ops }\n`);
    await scan();
    await answer({ ...readDagFile(openWorkspace(root), "long.dag.yaml"), source: "nobody reads it again" });
    const placed = ["5:80 tasks.c.on_failure dag/unknown-channel", "4:46 tasks.b.pool dag/unknown-pool", "5:65 tasks.c.pool_slots dag/too-wide"];
    expect([slips(), answers]).toEqual([placed, []]);
    write("dagwright.json", JSON.stringify({ pools: { heavy: 3 }, channels: { ops: { kind: "slack", url: { env: "SLACK" } } } }));
    files.forget(["dagwright.json"]);
    expect([slips(), answers]).toEqual([placed.slice(1, 2), []]);
  });

  it("that went or became short are not brought back by a late reading", async () => {
    write("gone.dag.yaml", long("gone"));
    write("short.dag.yaml", long("short"));
    await scan();
    rmSync(join(root, "gone.dag.yaml"));
    write("short.dag.yaml", dag("short"));
    files.forget(["gone.dag.yaml", "short.dag.yaml"]);
    const before = files.get("short");
    await answer();
    await answer();
    expect([files.all().map(({ dagId }) => dagId), files.get("short") === before, files.found().scan]).toEqual([["short"], true, null]);
  });
});
