/** The building blocks of the file's schema. Each `error` completes "found …; expected". */
import { z } from "zod";

/** Text; numbers and booleans written bare are taken as they are written. */
export const Text = z.union([z.string(), z.number(), z.boolean()], { error: "text" });

/** One text or a list of them. */
export const TextList = z.union([Text, z.array(Text, { error: "text" })], { error: "a text or a list of texts" });

export const TextMap = z.record(z.string(), z.union([Text, z.null()], { error: "text" }), { error: "a mapping of names to texts" });

/** `yes`, `no`, `on`, `off` were made booleans before this is asked: only YAML 1.1 writes them so. */
export const Bool = z.boolean({ error: "true or false" });

export const TextSourceForm = z.union([Text, z.strictObject({ file: Text }), z.strictObject({ text: Text })], {
  error: "text, a file path, {file: path} or {text: …}",
});

export function oneOf<const T extends readonly [string, ...string[]] | readonly string[]>(options: T) {
  return z.enum(options as T & readonly [string, ...string[]], { error: `one of ${options.join(", ")}` });
}
