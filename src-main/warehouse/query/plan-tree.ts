/** Query plans of both databases, from their JSON into one tree, and the tree as text. Pure. */
import type { PlanNode } from "../../../shared/contract/sql.ts";

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && value !== "" ? Number(value.replace(/^~/, "").replace(/ rows?$/i, "").replaceAll(",", "")) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function detailsOf(node: Plain, passedOver: ReadonlySet<string>): PlanNode["details"] {
  return Object.entries(node)
    .filter(([name, value]) => !passedOver.has(name) && value !== null && shown(value) !== "")
    .map(([name, value]) => ({ name, value: shown(value) }));
}

const ofPostgres = new Set(["Node Type", "Plans", "Plan Rows", "Actual Rows", "Actual Total Time", "Actual Startup Time", "Total Cost", "Startup Cost", "Plan Width", "Parallel Aware", "Async Capable", "Actual Loops"]);

export function postgresPlan(json: unknown): PlanNode | null {
  const [first] = Array.isArray(json) ? json : [];
  return isPlain(first) && isPlain(first["Plan"]) ? postgresNode(first["Plan"]) : null;
}

function postgresNode(node: Plain): PlanNode {
  const loops = numberOf(node["Actual Loops"]) ?? 1;
  const perLoop = { rows: numberOf(node["Actual Rows"]), ms: numberOf(node["Actual Total Time"]) };
  const children = Array.isArray(node["Plans"]) ? node["Plans"].filter(isPlain) : [];
  return {
    name: shown(node["Node Type"] ?? "?"),
    details: [...detailsOf(node, ofPostgres), ...(loops === 1 ? [] : [{ name: "Loops", value: String(loops) }])].filter(({ value }) => value !== "false" && value !== "0"),
    rowsPlanned: numberOf(node["Plan Rows"]),
    rowsActual: perLoop.rows === null ? null : perLoop.rows * loops,
    ms: perLoop.ms === null ? null : perLoop.ms * loops,
    cost: numberOf(node["Total Cost"]),
    children: children.map(postgresNode),
  };
}

const plannedRows = "Estimated Cardinality";

/** A plan as EXPLAIN gives it, or a profile as EXPLAIN ANALYZE does: there the times are of each step alone. */
export function duckPlan(json: unknown): PlanNode | null {
  const top = Array.isArray(json) ? json[0] : json;
  if (!isPlain(top)) return null;
  const isProfile = "operator_type" in top || "operator_name" in top || "latency" in top;
  if (!isProfile) return duckNode(top);
  const [query] = Array.isArray(top["children"]) && !("operator_name" in top) ? top["children"] : [top];
  return isPlain(query) ? duckNode(query) : null;
}

function duckNode(node: Plain): PlanNode {
  const extra = isPlain(node["extra_info"]) ? node["extra_info"] : {};
  const children = (Array.isArray(node["children"]) ? node["children"].filter(isPlain) : []).map(duckNode);
  const own = numberOf(node["operator_timing"]);
  return {
    name: shown(node["operator_name"] ?? node["name"] ?? "?").trim(),
    details: detailsOf(extra, new Set([plannedRows])),
    rowsPlanned: numberOf(extra[plannedRows]),
    rowsActual: numberOf(node["operator_cardinality"]),
    ms: own === null ? null : own * 1000 + children.reduce((sum, child) => sum + (child.ms ?? 0), 0),
    cost: null,
    children,
  };
}

export function planText(node: PlanNode, depth = 0): string {
  const facts = [
    node.rowsActual === null ? null : `${node.rowsActual} rows`,
    node.rowsPlanned === null ? null : `${node.rowsPlanned} expected`,
    node.ms === null ? null : `${node.ms.toFixed(node.ms < 10 ? 2 : 0)} ms`,
    node.cost === null ? null : `cost ${node.cost}`,
  ].filter((fact) => fact !== null);
  const indent = "  ".repeat(depth);
  const lines = [`${indent}${depth === 0 ? "" : "-> "}${node.name}${facts.length === 0 ? "" : `  (${facts.join(", ")})`}`, ...node.details.map(({ name, value }) => `${indent}     ${name}: ${value}`)];
  return [...lines, ...node.children.map((child) => planText(child, depth + 1))].join("\n");
}
