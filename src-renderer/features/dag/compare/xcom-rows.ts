/** XComs that are others in the two runs, as texts. Pure. */
import { toExactJson } from "../../../../shared/base/exact-json.ts";
import type { XCom } from "../../../../shared/model/run.ts";
import type { TaskPair } from "../../../../shared/run-view/comparison.ts";

/** As much as one reads beside another. */
const longest = 1000;

export function xcomRows({ xcoms, loneXcoms }: Pick<TaskPair, "xcoms" | "loneXcoms">, before: readonly XCom[], after: readonly XCom[]): { path: string; before: string | null; after: string | null }[] {
  const [old, now] = [wordsByKey(before), wordsByKey(after)];
  return [...xcoms, ...loneXcoms].map((key) => ({ path: key, before: old.get(key) ?? null, after: now.get(key) ?? null }));
}

function wordsByKey(xcoms: readonly XCom[]): Map<string, string> {
  return new Map(xcoms.map(({ key, value }) => [key, cut(typeof value === "string" ? value : toExactJson(value))]));
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
