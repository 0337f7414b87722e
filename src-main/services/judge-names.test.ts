import { describe, expect, it } from "vitest";
import { indexLines } from "../../shared/dag-file/line-index.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { readWorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";
import { judgeNames } from "./judge-names.ts";
import { namedPlaces } from "./named-places.ts";

const workspace = `{"pools": {"claims_db": 2}, "channels": {"ops": {"kind": "slack", "url": {"env": "SLACK"}}}}`;

function judged(source: string, config = workspace): string[] {
  const { dag, nodeRanges } = parseDag(source, { file: "d.dag.yaml" });
  expect(dag).not.toBeNull();
  const names = namedPlaces({ text: source, lines: indexLines(source), nodeRanges });
  return judgeNames({ dag, file: "d.dag.yaml", names }, readWorkspaceFile(config, "dagwright.json")).map(({ line, column, severity, message, code }) => `${line}:${column} ${severity}: ${message} [${code}]`);
}

describe("names that nothing stands behind", () => {
  it("are silent where all are there", () => {
    expect(judged('dag: d\non_failure: ops\ntasks:\n  a: { config_type: BashTask, bash: x, pool: claims_db, pool_slots: 2 }\n  b: { config_type: BashTask, bash: x, pool: another }\n')).toEqual([]);
  });

  it("names a channel that is not there at each place, in every form", () => {
    const source = `dag: d
on_failure: opps
on_deadline: [ops, opps]
deadlines: { late: { by: '07:00', on_deadline: { channel: "opps" } } }
tasks:
  a: { config_type: BashTask, bash: echo opps, on_retry: [{ channel: opps, message: opps }] }
  b: { config_type: NotifyTask, channel: [ops, opps], message: opps }
`;
    const end = "channel `opps` is not found, so nobody would be told by it; dagwright.json knows `ops`. Did you mean `ops`? Correct the name, or add it to `channels` there. [dag/unknown-channel]";
    expect(judged(source)).toEqual([
      `2:13 warning: \`on_failure\`: ${end}`,
      `3:20 warning: \`on_deadline[1]\`: ${end}`,
      `4:59 warning: \`deadlines.late.on_deadline.channel\`: ${end}`,
      `6:70 warning: \`tasks.a.on_retry[0].channel\`: ${end}`,
      `7:48 warning: \`tasks.b.channel[1]\`: ${end}`,
    ]);
  });

  it("says where there are no channels at all, and nothing while the workspace file is no JSON", () => {
    const source = "dag: d\non_failure: ops\ntasks: { a: { config_type: EmptyTask } }\n";
    expect(judged(source, "{}")).toEqual(["2:13 warning: `on_failure`: channel `ops` is not found, so nobody would be told by it; dagwright.json has none. Correct the name, or add it to `channels` there. [dag/unknown-channel]"]);
    expect(judged(source, "{ ")).toEqual([]);
  });

  it("names a pool that was probably another one, and a task that is wider than its pool, also by the defaults", () => {
    const source = `dag: d
defaults: { pool: claims_bd }
tasks:
  a: { config_type: BashTask, bash: x }
  b: { config_type: BashTask, bash: x, pool: claims_db, pool_slots: 3 }
`;
    expect(judged(source)).toEqual([
      "2:19 warning: `defaults.pool`: pool `claims_bd` is not in dagwright.json, so only the slots of the engine bound it. Did you mean `claims_db`? Correct the name, or add it to `pools` there. [dag/unknown-pool]",
      "5:69 warning: `tasks.b.pool_slots`: task `b` takes 3 slots of pool `claims_db`, which has 2: it would wait for ever. Ask for 2 at most, or make the pool larger. [dag/too-wide]",
    ]);
  });

  it("names a task that is wider than its pool at that task, also where others take as many slots of another pool", () => {
    const source = `dag: d
defaults: { pool: claims_db, pool_slots: 3 }
tasks:
  a.x: { config_type: BashTask, bash: x, pool: wide, pool_slots: 3 }
  b: { config_type: BashTask, bash: x, pool_slots: 3 }
  c: { config_type: BashTask, bash: x }
`;
    const wide = (id: string): string => `task \`${id}\` takes 3 slots of pool \`claims_db\`, which has 2: it would wait for ever. Ask for 2 at most, or make the pool larger. [dag/too-wide]`;
    expect(judged(source)).toEqual([`5:52 warning: \`tasks.b.pool_slots\`: ${wide("b")}`, `2:42 warning: \`defaults.pool_slots\`: ${wide("c")}`]);
  });

  it("finds a pool in a task whose id needs quotes, and only where a pool is named", () => {
    const source = "dag: d\nparams: { pool: claims_bd }\ntasks:\n  a.x: { config_type: BashTask, bash: x, pool: claims_bd, env: { pool: claims_bd } }\n";
    expect(judged(source).map((line) => line.split(" ", 3).join(" "))).toEqual(['4:48 warning: `tasks["a.x"].pool`:']);
  });

  it("places tens of thousands of slips, each with a name of its own, as fast as few", () => {
    const tasks = Array.from({ length: 20_000 }, (_, index) => ({ id: `t${index}`, pool: `claims_db${index % 10}`, poolSlots: index + 3 }));
    const place = (index: number) => ({ line: index + 2, column: 5, endLine: index + 2, endColumn: 9 });
    const names = tasks.map(({ id, poolSlots }, index) => ({ name: String(poolSlots), field: `tasks.${id}.pool_slots`, ...place(index) }));
    const pools = Object.fromEntries(tasks.slice(0, 10).map(({ pool }) => [pool, 2]));
    const dag = { tasks: tasks.map((task) => ({ ...task, kind: "EmptyTask" })) } as unknown as Dag;
    const startedAt = process.cpuUsage();
    const found = judgeNames({ dag, file: "d.dag.yaml", names }, readWorkspaceFile(JSON.stringify({ pools }), "dagwright.json"));
    const { user } = process.cpuUsage(startedAt);
    expect([found.length, found.at(-1)?.line, found.every(({ field }, index) => field === `tasks.t${index}.pool_slots`)]).toEqual([20_000, 20_001, true]);
    expect(user / 1_000).toBeLessThan(3_000);
  });
});
