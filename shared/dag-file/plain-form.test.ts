/** Words of YAML 1.1 where true or false is asked for, in every field that asks for it, as the JSON Schema of the file tells them. */
import { describe, expect, it } from "vitest";
import { taskForms } from "./file-schema.ts";
import { dagJsonSchema } from "./json-schema.ts";
import { parseDag } from "./parse-dag.ts";

type Schema = Readonly<Record<string, unknown>>;

/** What has to stand beside a boolean, by the mapping that it is in: `*` is any name, and a task goes by its kind. */
const besides: Readonly<Record<string, object>> = {
  "": {},
  defaults: {},
  queue: {},
  "deadlines.*": { by: "07:00" },
  "tasks.SqlTask": { sql: "select 1" },
  "tasks.PythonTask": { python: "a.py" },
  "tasks.BashTask": { bash: "x" },
  "tasks.HttpTask": { url: "http://localhost/" },
  "tasks.SensorTask": { file: "a.csv" },
  "tasks.TriggerDagTask": { trigger_dag: "other" },
  "tasks.NotifyTask": { channel: "ops", message: "x" },
  "tasks.EmptyTask": {},
  "tasks.BranchTask": { python: "a.py" },
  "tasks.ShortCircuitTask": { python: "a.py" },
  ...Object.fromEntries(Object.keys(taskForms).map((kind) => [`tasks.${kind}.deadlines.*`, { by: "07:00" }])),
  ...Object.fromEntries(["PythonTask", "BranchTask", "ShortCircuitTask"].map((kind) => [`tasks.${kind}.python`, { file: "a.py" }])),
};

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
const whole: Schema = dagJsonSchema();

/** Of all that a value may be. */
function variants(schema: unknown, above: readonly unknown[] = []): Schema[] {
  if (!isSchema(schema) || above.includes(schema)) return [];
  const name = typeof schema["$ref"] === "string" ? schema["$ref"].replace("#/definitions/", "") : null;
  if (name !== null) return variants((whole["definitions"] as Schema)[name], [...above, schema]);
  const several = [schema["anyOf"], schema["oneOf"], schema["allOf"]].flatMap((list) => (Array.isArray(list) ? list : []));
  return several.length === 0 ? [schema] : several.flatMap((one) => variants(one, [...above, schema]));
}

const takesTrue = (one: Schema): boolean => one["type"] === "boolean" || one["const"] === true;
const takesText = (one: Schema): boolean => (one["type"] === "string" && one["enum"] === undefined && one["const"] === undefined) || Object.keys(one).every((key) => key === "description");

/** The paths of all that take true or false and no text. */
function booleans(schema: unknown, path: readonly string[] = [], above: readonly Schema[] = []): string[][] {
  const all = variants(schema).filter((one) => !above.includes(one));
  const own = all.some(takesTrue) && !all.some(takesText) ? [[...path]] : [];
  const below = all.flatMap((one) => {
    const kind = path.join(".") === "tasks.*" ? (((one["properties"] as Schema)["config_type"] as Schema)["const"] as string) : null;
    const at = kind === null ? path : ["tasks", kind];
    const named = isSchema(one["properties"]) ? Object.entries(one["properties"]) : [];
    const each: [string, unknown][] = [one["additionalProperties"], one["items"]].filter(isSchema).map((item) => ["*", item]);
    return [...named, ...each].flatMap(([key, value]) => booleans(value, [...at, key], [...above, one]));
  });
  return [...own, ...below];
}

/** A file in which such a word stands at the path. */
function write(path: readonly string[], word: string): string {
  const [dag, task] = [{ dag: "d", schedule: "@daily", start_date: "2026-01-01" }, { config_type: "EmptyTask" }];
  const within = (depth: number): unknown => {
    if (depth === path.length) return "WORD";
    const beside = besides[path.slice(0, depth).join(".")] ?? {};
    const key = path[depth] ?? "";
    if (depth === 1 && path[0] === "tasks") return { a: { config_type: key, ...besides[`tasks.${key}`], ...(within(2) as object) } };
    return { ...beside, [key === "*" ? "name" : key]: within(depth + 1) };
  };
  return JSON.stringify({ ...dag, tasks: { a: task }, ...(within(0) as object) }).replace('"WORD"', word);
}

/** Of the file as it is read, and what is said besides the words themselves. */
function read(text: string): unknown {
  const { dag, diagnostics } = parseDag(text, { file: "d.dag.yaml" });
  return [dag, diagnostics.flatMap(({ code, severity, field }) => (code === "yaml/ambiguous" ? [] : [`${severity} ${code} ${field}`]))];
}

const fields = [...new Map(booleans(whole).map((path) => [path.join("."), path]))];

describe("yes, no, on and off", () => {
  it("are asked for in many places, and of each it is known what stands beside them", () => {
    expect(fields.length).toBeGreaterThan(100);
    expect(fields.map(([name]) => name)).toEqual(expect.arrayContaining(["catchup", "defaults.depends_on_past", "deadlines.*.fail_run", "queue.http", "tasks.EmptyTask.deadlines.*.when_paused", "tasks.BranchTask.python.warm"]));
    expect([...new Set(fields.map(([, path]) => path.slice(0, -1).join(".")))].filter((around) => besides[around] === undefined)).toEqual([]);
  });

  it.each(fields)("are true and false for %s, and told of", (_name, path) => {
    for (const [word, meant] of [["yes", "true"], ["On", "true"], ["no", "false"], ["OFF", "false"]] as const) {
      expect(read(write(path, word)), word).toEqual(read(write(path, meant)));
      expect(parseDag(write(path, word), { file: "d.dag.yaml" }).diagnostics.map(({ code }) => code)).toContain("yaml/ambiguous");
    }
    expect(parseDag(write(path, "true"), { file: "d.dag.yaml" }).diagnostics.map(({ code }) => code)).not.toContain("dag/invalid-value");
    expect(parseDag(write(path, "'yes'"), { file: "d.dag.yaml" }).diagnostics.map(({ code }) => code)).toContain("dag/invalid-value");
  });
});
