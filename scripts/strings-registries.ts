/** Texts that the layers below the window declare and the window shows in its language: titles of commands, and the names and help of settings and of the fields of a DAG file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../shared/commands/commands.ts";
import { scopeWords } from "../shared/commands/key-map.ts";
import { settingFields } from "../src-renderer/features/settings/setting-fields.ts";
import { labelOf } from "../src-renderer/features/draw/forms/field-words.ts";

export function registryTexts(root: string): Set<string> {
  const texts = new Set([...commands.flatMap((command) => [command.title, scopeWords(command)]), ...settingFields().flatMap(({ title, description }) => [title, description])]);
  collect(JSON.parse(readFileSync(join(root, "schemas", "dag.schema.json"), "utf8")), texts);
  texts.delete("");
  return texts;
}

/** A schema's descriptions, and the labels of what it names. */
function collect(value: unknown, into: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "description" && typeof inner === "string") into.add(inner);
    if (key === "properties" && typeof inner === "object" && inner !== null) for (const name of Object.keys(inner)) into.add(labelOf(name));
    collect(inner, into);
  }
}
