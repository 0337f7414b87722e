/** An event's text as the conf of a run. Pure. */
import { parseExactJson } from "../../../shared/base/exact-json.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { checkedConf, type Conf } from "../../../shared/model/checked-conf.ts";

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
