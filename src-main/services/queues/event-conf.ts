/** An event's text as the conf of a run. Pure. */
import { parseExactJson } from "../../../shared/base/exact-json.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { checkedConf, type Conf } from "../../../shared/model/checked-conf.ts";
import type { Dag } from "../../../shared/model/dag.ts";
import { resolveParams } from "../../../shared/model/params.ts";

/** Larger events are none. */
export const mostEventBytes = 1_048_576;

/** The event as a conf; as a text, what is wrong with it. */
export function confOf(dagId: string, text: string): Conf | string {
  try {
    return confOfValue(dagId, parseExactJson(text));
  } catch (thrown) {
    return `it is no JSON: ${messageOf(thrown)}`;
  }
}

/** The same for a queue whose reasons are all told in one way: an event that a run of the DAG cannot be given is none. */
export function confFor(dag: Dag, text: string): Conf | string {
  const conf = confOf(dag.id, text);
  return typeof conf === "string" ? conf : (problemOfParams(dag, conf) ?? conf);
}

/** What keeps a run from having its params of this event; null where nothing does. */
export function problemOfParams(dag: Dag, conf: Conf): string | null {
  const resolved = resolveParams(dag.params, {}, conf);
  return resolved.ok ? null : `it does not fit the params of DAG "${dag.id}": ${resolved.problems.map(({ message }) => message).join(" ")}`.replace(/\.$/, "");
}

/** The same of JSON that was read with the digits of its numbers. */
export function confOfValue(dagId: string, value: unknown): Conf | string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return `it is ${value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`}; expected a JSON object, such as {"user_id": "u-1042"}`;
  try {
    const conf: Conf = { ...value };
    checkedConf(dagId, conf);
    return conf;
  } catch (thrown) {
    if (thrown instanceof AppError) return messageOf(thrown);
    throw thrown;
  }
}
