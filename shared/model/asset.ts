/**
 * Assets: what tasks load and DAGs wait for, known by name. A published table is one by itself: `schema.table` in the embedded warehouse,
 * `connection/schema.table` elsewhere. Each load is an event; a DAG consumes each event of its assets once.
 */
import { z } from "zod";
import { assertNever } from "../base/assert-never.ts";
import { Actor } from "./actor.ts";
import { embeddedConnection } from "./workspace-config.ts";

/** When the run of a DAG is called for: `all` and `any` hold two conditions or more. */
export type AssetCondition = { kind: "asset"; name: string } | { kind: "all"; of: AssetCondition[] } | { kind: "any"; of: AssetCondition[] };
export const AssetCondition: z.ZodType<AssetCondition> = z.lazy(() =>
  z.union([z.object({ kind: z.literal("asset"), name: z.string() }), z.object({ kind: z.literal("all"), of: z.array(AssetCondition) }), z.object({ kind: z.literal("any"), of: z.array(AssetCondition) })]),
);

/** One load. Instants are epoch milliseconds. */
export const AssetEvent = z.object({
  id: z.number(),
  asset: z.string(),
  at: z.number(),
  /** The task that loaded it; null for a load that a person told of. */
  from: z.object({ dagId: z.string(), runId: z.string(), taskId: z.string(), mapIndex: z.number().nullable(), tryNumber: z.number() }).nullable(),
  /** Of the run that loaded it. */
  logicalDate: z.number().nullable(),
  dataIntervalStart: z.number().nullable(),
  dataIntervalEnd: z.number().nullable(),
  /** Rows of the published table; null where nobody said. */
  rows: z.number().nullable(),
  /** Who told of a load from elsewhere, and what was said. */
  by: Actor.nullable(),
  note: z.string().nullable(),
});
export type AssetEvent = z.infer<typeof AssetEvent>;

const tableName = /^(?:([^\s/:]+)\/)?([^\s/.:]+\.[^\s/.:]+)$/u;

/** One spelling for one asset: names of tables are compared without case, and the embedded warehouse need not be named. */
export function assetOf(written: string): string {
  const [, connection, table] = tableName.exec(written) ?? [];
  if (table === undefined) return written;
  return connection === undefined || connection === embeddedConnection ? table.toLowerCase() : `${connection}/${table.toLowerCase()}`;
}

/** The asset that a published table is; `table` is `schema.table`. */
export function assetOfTable(connection: string, table: string): string {
  return assetOf(`${connection}/${table}`);
}

const longestName = 200;

/** What is wrong with a name, as the rest of a sentence; null when nothing is. */
export function problemOfAssetName(name: string): string | null {
  if (name === "") return "is empty; write a name such as claims.paid";
  if (name.length > longestName) return `has ${name.length} characters; at most ${longestName} are taken`;
  if (name.includes("{{") || name.includes("{%")) return "holds a template; assets are known before anything runs, so write the name itself";
  // eslint-disable-next-line no-control-regex -- they are what is refused
  const wrong = /[\s"'{}[\](),&|\u0000-\u001f\u007f]/.exec(name);
  return wrong === null ? null : `holds ${JSON.stringify(wrong[0])}; a name has no blanks, quotes, brackets or commas, such as claims.paid, crm/sales.orders or s3://bucket/orders`;
}

/** The names in a condition, each once, in the order in which they stand there. */
export function assetsIn(condition: AssetCondition): string[] {
  return [...new Set(condition.kind === "asset" ? [condition.name] : condition.of.flatMap(assetsIn))];
}

export function isCalledFor(condition: AssetCondition, came: (asset: string) => boolean): boolean {
  switch (condition.kind) {
    case "asset":
      return came(condition.name);
    case "all":
      return condition.of.every((one) => isCalledFor(one, came));
    case "any":
      return condition.of.some((one) => isCalledFor(one, came));
    default:
      return assertNever(condition);
  }
}

/** Whether a load of any of its assets calls for a run by itself. */
export function isAnyEnough(condition: AssetCondition): boolean {
  return assetsIn(condition).every((name) => isCalledFor(condition, (asset) => asset === name));
}

/** How far a condition is from calling for a run. */
export const AssetProgress = z.object({
  /** Of `of` parts that have to come. */
  came: z.number(),
  of: z.number(),
  /** What is still to come, a part each: a name, or words such as `b or c`. */
  missing: z.array(z.string()),
});
export type AssetProgress = z.infer<typeof AssetProgress>;

/** Counts the parts of `all`; of `any` it is what is nearest to its end. */
export function progressOf(condition: AssetCondition, came: (asset: string) => boolean): AssetProgress {
  switch (condition.kind) {
    case "asset":
      return came(condition.name) ? { came: 1, of: 1, missing: [] } : { came: 0, of: 1, missing: [condition.name] };
    case "all": {
      const missing = condition.of.filter((one) => !isCalledFor(one, came));
      return { came: condition.of.length - missing.length, of: condition.of.length, missing: missing.map(partWords) };
    }
    case "any":
      return condition.of.map((one) => progressOf(one, came)).reduce((best, one) => (one.of - one.came < best.of - best.came ? one : best));
    default:
      return assertNever(condition);
  }
}

const partWords = (condition: AssetCondition): string => joined(condition, { all: " and ", any: " or " });

/** As Airflow writes it: `a & (b | c)`. */
export function conditionText(condition: AssetCondition): string {
  return joined(condition, { all: " & ", any: " | " });
}

/** "When claims.paid and claims.members were loaded". */
export function conditionWords(condition: AssetCondition): string {
  return `When ${joined(condition, { all: " and ", any: " or " })} ${condition.kind === "all" ? "were" : "was"} loaded`;
}

function joined(condition: AssetCondition, by: Readonly<Record<"all" | "any", string>>): string {
  if (condition.kind === "asset") return condition.name;
  return condition.of.map((one) => (one.kind === "asset" ? one.name : `(${joined(one, by)})`)).join(by[condition.kind]);
}
