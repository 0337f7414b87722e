/** The queue of a DAG: what is wrong with it beyond its shape, and what it means. */
import type { QueueSpec, TableQueueSpec } from "../model/dag.ts";
import { queueBuiltIn } from "./queue-schema.ts";
import type { Report } from "./report.ts";
import { pathInside } from "./workspace-path.ts";
import { child, spanAt, textOf, type TreeNode } from "./yaml-tree.ts";

const places = ["folder", "http", "table"] as const;
const words = "one of `folder`, `http` and `table`, such as {folder: inbox}, {http: true} or {table: crm.signup, connection: crm}";
/** A name alone, or a constant, would be the same for all events. */
const namesField = /\{\{(?:(?!\}\}).)*\bconf\s*[.[]/s;
const ofTable = ["connection", "id", "event", "mark", "notify"] as const;
/** PostgreSQL cuts longer names. */
const longestName = 63;

/** The path of its folder was judged before. */
export function checkQueue(root: TreeNode, base: string, report: Report): void {
  const queue = child(root, "queue");
  if (queue?.kind !== "map") return;
  const say = (key: string | null, code: string, message: string): void => {
    const path = key === null ? ["queue"] : ["queue", key];
    report.add({ code, message: `\`${path.join(".")}\`: ${message}`, span: spanAt(root, path, key === null ? "key" : "value"), path });
  };
  const named = places.filter((key) => child(queue, key) !== null);
  if (named.length === 0) return say(null, "dag/missing-key", `says not where events come from; expected ${words}.`);
  for (const key of named.slice(1)) say(key, "dag/conflict", `stands beside \`${named[0] ?? ""}\`; events come from one place. Keep one.`);
  if (named[0] === "table") checkTable(root, say);
  else for (const key of ofTable) if (child(queue, key) !== null) say(key, "dag/conflict", `is of a queue with a \`table\`, and this one has a \`${named[0] ?? ""}\`. Leave it out.`);
  checkKey(queue, named[0], say);
  const folder = textOf(child(queue, "folder"));
  if (folder !== null && pathInside(base, folder) === "") say("folder", "dag/invalid-value", "found the workspace itself; expected a folder of its own, such as inbox.");
}

type Say = (key: string | null, code: string, message: string) => void;

function checkKey(queue: TreeNode, place: (typeof places)[number] | undefined, say: Say): void {
  const key = textOf(child(queue, "key"));
  if (key === null) return;
  if (place !== undefined && place !== "http") return say("key", "dag/conflict", `is of a queue over \`http\`, and this one has a \`${place}\`, whose events have keys of their own. Leave it out.`);
  if (!namesField.test(key)) say("key", "dag/invalid-value", `found "${key.slice(0, 100)}", which is the same for every event; expected a template with a field of the event, such as '{{ conf.order_id }}'.`);
}

function checkTable(root: TreeNode, say: Say): void {
  const queue = child(root, "queue");
  const text = (key: string): string | null => textOf(child(queue, key));
  const table = text("table") ?? "";
  const parts = table.split(".");
  if (parts.length > 2 || parts.some((part) => part === "" || part.length > longestName || /[\s"]/.test(part))) say("table", "dag/invalid-value", `found "${table.slice(0, 150)}"; expected the name of a table, such as signup or crm.signup, without quotes.`);
  for (const key of ["id", "event", "mark", "notify"]) {
    const name = text(key);
    if (name !== null && (name.trim() === "" || name.length > longestName)) say(key, "dag/invalid-value", `found "${name.slice(0, 100)}"; expected a name of 1 to ${longestName} characters.`);
  }
  const columns = tableColumns(queue);
  const twice = columns.id === columns.mark ? "id" : columns.event === columns.mark ? "event" : null;
  if (twice !== null) say("mark", "dag/conflict", `column "${columns.mark}" is the \`${twice}\` too; give the mark a column of its own.`);
  if (text("connection") === null && textOf(child(root, "connection")) === null) say("table", "dag/missing-key", "says not which database it is in; add `connection`, here or to the DAG.");
}

function tableColumns(queue: TreeNode | null): Pick<TableQueueSpec, "id" | "event" | "mark"> {
  const text = (key: string): string | null => textOf(child(queue, key));
  return { id: text("id") ?? queueBuiltIn.id, event: text("event"), mark: text("mark") ?? queueBuiltIn.mark };
}

/** Called only with what the checks above and the schema have accepted. */
export function readQueue(root: TreeNode): QueueSpec | undefined {
  const queue = child(root, "queue");
  if (child(queue, "http") !== null) return { http: true, ...(textOf(child(queue, "key")) === null ? {} : { key: textOf(child(queue, "key")) ?? "" }) };
  const table = textOf(child(queue, "table"));
  if (table !== null) return { table, connection: textOf(child(queue, "connection")) ?? textOf(child(root, "connection")) ?? "", ...tableColumns(queue), notify: textOf(child(queue, "notify")) };
  const folder = textOf(child(queue, "folder"));
  const inside = folder === null ? null : pathInside(pathInside("", textOf(child(root, "base_path")) ?? "") ?? "", folder);
  return inside === null ? undefined : { folder: inside };
}
