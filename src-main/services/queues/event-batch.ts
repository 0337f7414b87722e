/** The events of one post that holds several: a JSON array, or JSON lines (NDJSON). Pure. */
import { parseExactJson } from "../../../shared/base/exact-json.ts";
import type { Conf } from "../../../shared/model/checked-conf.ts";
import { confOf, confOfValue } from "./event-conf.ts";

/** So many runs may always wait in a queue that is empty. */
export const mostBatchEvents = 100;

export interface PlacedEvent {
  /** `[2]`, counted from 0, or `line 3`, counted from 1. */
  readonly at: string;
  /** As a text, what is wrong with it. */
  readonly conf: Conf | string;
}

export type BatchText = { readonly form: "array" | "lines"; readonly text: string };

/** Throws SyntaxError for an array that is no JSON. What is wrong with a single event stands with it. */
export function readBatch(dagId: string, { form, text }: BatchText): PlacedEvent[] {
  if (form === "array") return itemsOf(text).map((value, at) => ({ at: `[${at}]`, conf: confOfValue(dagId, value) }));
  return text.split(/\r\n|[\n\r]/).flatMap((line, at) => (line.trim() === "" ? [] : [{ at: `line ${at + 1}`, conf: confOf(dagId, line) }]));
}

function itemsOf(text: string): unknown[] {
  const value = parseExactJson(text);
  return Array.isArray(value) ? value : [value];
}
