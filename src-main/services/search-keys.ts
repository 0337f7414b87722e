/** What a run can be found by: its ids, the keys its DAG declares, and every plain value in conf and params. Bounded, so that a huge conf stays cheap. */
import { shortestSecret } from "../core/secret-text.ts";
import type { SearchKey } from "../ports/store.ts";

const maxKeys = 200;
const maxValueLength = 512;

export interface Findable {
  readonly dagId: string;
  readonly runId: string;
  readonly conf: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly named: Readonly<Record<string, string>>;
  /** A value that holds one of these is left out. */
  readonly secrets: readonly string[];
}

export function searchKeysOf(run: Findable): SearchKey[] {
  const keys: SearchKey[] = [
    { key: "run_id", value: run.runId, source: "run_id" },
    { key: "dag_id", value: run.dagId, source: "dag_id" },
    ...Object.entries(run.named).map(([key, value]): SearchKey => ({ key, value, source: "search_key" })),
  ];
  collect(run.conf, "conf", "conf", keys);
  collect(run.params, "params", "params", keys);
  const holdsSecret = (text: string): boolean => run.secrets.some((secret) => secret.length >= shortestSecret && text.includes(secret));
  return keys.filter((one) => one.value !== "" && one.value.length <= maxValueLength && !holdsSecret(one.value)).slice(0, maxKeys);
}

/** Text stays the text it was: a number is only ever its own decimal form. */
function collect(value: unknown, path: string, source: SearchKey["source"], into: SearchKey[]): void {
  if (into.length >= maxKeys) return;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") into.push({ key: path, value: String(value), source });
  else if (Array.isArray(value)) value.forEach((item, index) => collect(item, `${path}[${index}]`, source, into));
  else if (typeof value === "object" && value !== null) for (const [name, item] of Object.entries(value)) collect(item, `${path}.${name}`, source, into);
}
