/** By what a posted event is known when it comes again, and what it said. */
import { createHash } from "node:crypto";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { Conf } from "../../../shared/model/checked-conf.ts";

/** Throws template/failed. */
export type RenderKey = (template: string, conf: Conf) => string;

const mostCharacters = 200;

/** The key that the queue's template makes of the event; as a problem, why there is none. */
export function ownKey(template: string, conf: Conf, render: RenderKey): { readonly key: string } | { readonly problem: string } {
  const problem = (words: string) => ({ problem: `its key, ${template.trim()}, ${words}` });
  try {
    // What is null names nothing: all such events would be one.
    const key = render(template, withoutNulls(conf)).trim();
    if (key === "") return problem("is empty");
    if (key.length > mostCharacters) return problem(`has ${key.length} characters; at most ${mostCharacters} are kept`);
    if (/\p{Cc}/u.test(key)) return problem("has line breaks or other control characters");
    return { key };
  } catch (thrown) {
    if (thrown instanceof AppError) return problem(`cannot be made: ${messageOf(thrown).replace(/\.$/, "")}`);
    throw thrown;
  }
}

function withoutNulls(conf: Conf): Conf {
  return Object.fromEntries(Object.entries(conf).flatMap(([name, value]) => (value === null ? [] : [[name, isMapping(value) ? withoutNulls(value) : value]])));
}

const isMapping = (value: unknown): value is Conf => typeof value === "object" && value !== null && !Array.isArray(value);

/** The same however the event was laid out, alone or in a batch. */
export function digestOf(conf: Conf): string {
  return sha256(JSON.stringify(conf));
}

/** As events were remembered that came before there were batches. */
export const digestOfText = (text: string): string => sha256(text);

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
