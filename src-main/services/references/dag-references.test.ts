import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseDag } from "../../../shared/dag-file/parse-dag.ts";
import { openWorkspace } from "../../platform/workspace-folder.ts";
import { readDagBytes, referringText } from "../read-dag-file.ts";
import { DagReferences } from "./dag-references.ts";

let root: string;
let references: DagReferences;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-references-"));
  references = new DagReferences(openWorkspace(root));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const fileOf = (dagId: string): string => `${dagId}.dag.yaml`;
const put = (dagId: string, text: string): void => references.put(readDagBytes(openWorkspace(root), fileOf(dagId), new TextEncoder().encode(`dag: ${dagId}\n${text}`)));
const task = (rest: string): string => `tasks:\n  t: { config_type: ${rest} }\n`;
const starts = (dagId: string, more = ""): string => task(`TriggerDagTask, trigger_dag: ${dagId}${more}`);
const waitsFor = (dagId: string): string => starts(dagId, ", wait_for_completion: true");
const sensor = (what: string): string => task(`SensorTask, dag_run: ${what}`);
const said = (dagId: string): string[] => {
  references.settle();
  return references.of(fileOf(dagId)).map(({ code, severity, line, column, endColumn, message }) => `${severity} ${line}:${column}-${endColumn} ${code} ${message}`);
};
const changed = (): string[] => (references.settle(), references.takeChanged().sort());

describe("names of other DAGs", () => {
  it("that nobody has are a warning at the name, with what would happen and the nearest id", () => {
    put("onboarding", task("EmptyTask"));
    put("go", starts("onbording"));
    put("wait", sensor("{ dag: 'nobody', task: x }"));
    put("short", sensor("onboardin"));
    expect([said("go"), said("wait"), said("short")]).toEqual([
      ["warning 3:50-59 dag/unknown-dag `tasks.t.trigger_dag`: no DAG of this workspace has the id `onbording`; until one has, the task fails when it runs. Did you mean `onboarding`?"],
      ["warning 3:49-57 dag/unknown-dag `tasks.t.dag_run.dag`: no DAG of this workspace has the id `nobody`; until one has, the task waits in vain, until its timeout."],
      ["warning 3:42-51 dag/unknown-dag `tasks.t.dag_run`: no DAG of this workspace has the id `onboardin`; until one has, the task waits in vain, until its timeout. Did you mean `onboarding`?"],
    ]);
  });

  it("are not judged where a template makes them, nor in a task that is not enabled", () => {
    put("made", starts("'{{ params.dag }}'"));
    put("made_task", sensor("{ dag: '{{ params.dag }}', task: x }"));
    put("off", starts("nobody", ", enabled: false"));
    put("target", task("EmptyTask"));
    put("any", sensor("{ dag: target, task: '{{ params.task }}' }"));
    expect(["made", "made_task", "off", "any"].flatMap(said)).toEqual([]);
  });

  it("have the task that a sensor waits for; an instance of a mapped one is there when its run is", () => {
    put("orders", "tasks:\n  load: { config_type: EmptyTask }\n  check: { config_type: EmptyTask }\n");
    put("good", sensor("{ dag: orders, task: load }"));
    put("instance", sensor("{ dag: orders, task: 'load[3]' }"));
    put("slip", sensor("{ dag: orders, task: laod }"));
    expect([said("good"), said("instance"), said("slip")]).toEqual([[], [], ["warning 3:63-67 dag/unknown-task `tasks.t.dag_run.task`: DAG `orders` has no task `laod`; the task fails once there is a run to look at. Did you mean `load`?"]]);
    put("several", sensor("{ dag: orders, tasks: [load, chek] }"));
    expect(said("several")).toEqual(["warning 3:71-75 dag/unknown-task `tasks.t.dag_run.tasks[1]`: DAG `orders` has no task `chek`; the task fails once there is a run to look at. Did you mean `check`?"]);
    put("orders", "tasks:\n  load: [\n");
    expect(said("slip"), "which tasks a broken file has is not known").toEqual([]);
  });

  it("are found in their own file too, and in one that has errors", () => {
    put("own", "tasks:\n  a: { config_type: EmptyTask }\n  t: { config_type: SensorTask, dag_run: { dag: own, task: b, delta: 1d } }\n");
    put("broken", `tasks:\n  t: { config_type: TriggerDagTask, trigger_dag: nobody, retries: many }\n`);
    expect(said("own")).toEqual([expect.stringMatching(/^warning .* dag\/unknown-task .*DAG `own` has no task `b`/)]);
    expect(said("broken")).toEqual([expect.stringMatching(/^warning 3:50-56 dag\/unknown-dag /)]);
  });

  it("are judged anew when the other file comes, changes its tasks or its id, or goes; only those hear of it that are told something else", () => {
    put("go", starts("later"));
    put("look", sensor("{ dag: later, task: load }"));
    put("still", starts("go"));
    expect(changed()).toEqual(["go.dag.yaml", "look.dag.yaml"]);
    put("later", task("EmptyTask"));
    expect([changed(), said("go"), said("look")]).toEqual([["go.dag.yaml", "look.dag.yaml"], [], [expect.stringContaining("has no task `load`")]]);
    put("later", "tasks:\n  load: { config_type: EmptyTask }\n");
    expect([changed(), said("look")]).toEqual([["look.dag.yaml"], []]);
    put("later", "owner: new\ntasks:\n  load: { config_type: EmptyTask, doc: other }\n");
    expect(changed()).toEqual([]);
    references.put(readDagBytes(openWorkspace(root), fileOf("later"), new TextEncoder().encode(`dag: renamed\n${task("EmptyTask")}`)));
    expect([changed(), said("go")[0]]).toEqual([["go.dag.yaml", "look.dag.yaml"], expect.stringContaining("`later`")]);
    references.put(readDagBytes(openWorkspace(root), "second.dag.yaml", new TextEncoder().encode("dag: later\ntasks:\n  load: { config_type: EmptyTask }\n")));
    expect([changed(), said("look")]).toEqual([["go.dag.yaml", "look.dag.yaml"], []]);
    references.drop("second.dag.yaml");
    expect(changed()).toEqual(["go.dag.yaml", "look.dag.yaml"]);
  });

  it("of a DAG with params have a conf that gives those without a default, as far as it is known", () => {
    put("child", "params:\n  day: { type: string, format: date }\n  size: 3\n" + task("EmptyTask"));
    put("none", starts("child"));
    put("some", starts("child", ", conf: { size: x, day: '{{ ds }}' }"));
    put("all", starts("child", ", conf: { day: 2026-01-31, other: 1 }"));
    put("made", starts("child", ", conf: '{{ conf | tojson }}'"));
    put("which", starts("'{{ conf.dag }}'"));
    expect([said("none"), said("some")]).toEqual([
      ['warning 3:50-55 dag/trigger-params `tasks.t.trigger_dag`: DAG `child` cannot be started with this; the task fails when it runs. Param "day": no value was given and it has no default. Its params are given by `conf`, under their names.'],
      [expect.stringMatching(/^warning 3:63-.* dag\/trigger-params `tasks\.t\.conf`: .* Param "size": found the text "x"; expected a whole number\. Its/)],
    ]);
    expect(["all", "made", "which"].flatMap(said)).toEqual([]);
    expect(changed()).toEqual(["none.dag.yaml", "some.dag.yaml"]);
    put("child", "params: { day: today, size: '3' }\n" + task("EmptyTask"));
    expect([changed(), said("none"), said("some")]).toEqual([["none.dag.yaml", "some.dag.yaml"], [], []]);
  });

  it("move with the text around them", () => {
    put("go", starts("nobody"));
    expect(said("go")[0]).toMatch(/^warning 3:/);
    put("go", `owner: me\n${starts("nobody")}`);
    expect([said("go")[0]?.slice(0, 10), changed()]).toEqual(["warning 4:", ["go.dag.yaml"]]);
  });

  it("are judged in a text that somebody edits, as the saved files stand", () => {
    put("a", waitsFor("b"));
    put("b", task("EmptyTask"));
    const draft = (text: string): string[] => {
      const source = `dag: b\n${text}`;
      return references.ofDraft(referringText(fileOf("b"), source, parseDag(source, { file: fileOf("b") }))).map(({ severity, code, message }) => `${severity} ${code} ${message}`);
    };
    expect(draft(starts("aa"))).toEqual(["warning dag/unknown-dag `tasks.t.trigger_dag`: no DAG of this workspace has the id `aa`; until one has, the task fails when it runs."]);
    expect(draft(waitsFor("a"))).toEqual([expect.stringContaining("`b` waits for `a`, which waits for `b`.")]);
    expect(draft(sensor("{ dag: b, task: t }"))).toEqual([]);
    expect([said("a"), said("b")]).toEqual([[], []]);
  });
});

describe("circles", () => {
  it("of DAGs that start each other and wait are told in each of their files, with the whole way", () => {
    put("a", waitsFor("b"));
    put("b", waitsFor("c"));
    put("c", waitsFor("a"));
    put("d", waitsFor("a"));
    const circle = (words: string): string[] => [expect.stringMatching(new RegExp(`^error 3:50-51 dag/cycle .*circle and wait for it: ${words}\\. The task that would close the circle fails`))];
    expect([said("a"), said("b"), said("c"), said("d")]).toEqual([
      circle("`a` waits for `b`, which waits for `c`, which waits for `a`"),
      circle("`b` waits for `c`, which waits for `a`, which waits for `b`"),
      circle("`c` waits for `a`, which waits for `b`, which waits for `c`"),
      [],
    ]);
    expect(changed()).toEqual(["a.dag.yaml", "b.dag.yaml", "c.dag.yaml"]);
    put("b", starts("c"));
    expect([changed(), said("a")]).toEqual([["a.dag.yaml", "b.dag.yaml", "c.dag.yaml"], []]);
  });

  it("of sensors for the same date are a warning, and none where one looks at an earlier run or at a task", () => {
    put("a", sensor("b"));
    put("b", sensor("{ dag: a }"));
    expect([said("a"), said("b")]).toEqual([[expect.stringMatching(/^warning .* dag\/cycle .*`a` waits for `b`, which waits for `a`\. None of them ends before its timeout/)], [expect.stringContaining("`b` waits for `a`, which waits for `b`")]]);
    put("b", sensor("{ dag: a, delta: 1d }"));
    expect([said("a"), said("b")]).toEqual([[], []]);
    put("b", sensor("{ dag: a, task: t }"));
    expect([said("a"), said("b")]).toEqual([[], []]);
    put("self", sensor("self"));
    expect(said("self")).toEqual([expect.stringContaining("waits for the run that it is a part of")]);
  });

  it("of assets are told with those that start each other, and change when the SQL does", () => {
    const file = (path: string, text: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const load = "final_schema: mart\n" + task("SqlTask, ddl: paid.sql, sql: select 1 as id");
    file("paid.sql", "create table paid (id int)");
    put("load", load);
    put("report", "schedule: { assets: mart.paid }\n" + starts("load"));
    expect([said("load"), said("report")]).toEqual([[], [expect.stringMatching(/^error 2:21-30 dag\/cycle The asset "mart\.paid" closes a circle: report starts load, which loads mart\.paid/)]]);
    file("paid.sql", "create table other (id int)");
    put("load", load);
    expect(said("report")).toEqual([expect.stringContaining("No DAG of the workspace loads the asset")]);
  });

  it("of very many DAGs are told in short, each with a walk of its own", () => {
    const count = 300;
    for (let at = 0; at < count; at += 1) put(`d${at}`, waitsFor(`d${(at + 1) % count}`));
    const [first = ""] = said("d7");
    expect(first).toContain("`d7` waits for `d8`, which waits for `d9`");
    expect(first).toContain("… (288 more), which waits for `d7`.");
    expect(first.length).toBeLessThan(600);
  });
});
