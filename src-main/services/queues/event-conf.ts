/** An event's text as the conf of a run. Pure. */
import { parseExactJson } from "../../../shared/base/exact-json.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { checkedConf, type Conf } from "../../../shared/model/checked-conf.ts";

/** Larger events are none. */
export const mostEventBytes = 1_048_576;

/** The event as a conf; as a text, what is wrong with it. */
export function confOf(dagId: string, text: string): Conf | string {
  try {
    const value = parseExactJson(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return `it is ${value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`}; expected a JSON object, such as {"user_id": "u-1042"}`;
    const conf: Conf = { ...value };
    checkedConf(dagId, conf);
    return conf;
  } catch (thrown) {
    return thrown instanceof AppError ? messageOf(thrown) : `it is no JSON: ${messageOf(thrown)}`;
  }
}
