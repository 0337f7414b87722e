/** The commands as rows of the keyboard settings, and which of them a search means. Pure. */
import { commands, type CommandId } from "../../../shared/commands/commands.ts";
import { clashesOf, keyMapOf, plainKey, scopeWords, type Clash, type KeyOverrides } from "../../../shared/commands/key-map.ts";
import { keyText } from "../../../shared/commands/key-text.ts";
import { translated } from "../../strings/t.ts";

export interface KeyRow {
  readonly id: CommandId;
  readonly title: string;
  readonly scope: string;
  readonly keys: readonly string[];
  readonly defaults: readonly string[];
  readonly isChanged: boolean;
  /** Other commands that one of these keys does too. */
  readonly clashes: readonly Clash[];
  readonly words: string;
}

export function keyRows(overrides: KeyOverrides, isDesktop: boolean): KeyRow[] {
  const map = keyMapOf(overrides);
  return commands
    .filter((command) => isDesktop || !(command.when as readonly string[]).includes("desktop"))
    .map((command) => {
      const keys = map.get(command.id) ?? [];
      return {
        id: command.id,
        title: translated(command.title),
        scope: translated(scopeWords(command)),
        keys,
        defaults: command.keys,
        isChanged: Object.hasOwn(overrides, command.id),
        clashes: keys.flatMap((key) => clashesOf(map, command.id, key).filter((clash) => clash.kind === "taken")),
        words: "words" in command ? (command.words ?? "") : "",
      };
    })
    .toSorted((a, b) => a.scope.localeCompare(b.scope) || a.title.localeCompare(b.title));
}

export interface KeySearch {
  readonly text: string;
  /** A press; null to search by text. */
  readonly key: string | null;
}

export function foundRows(rows: readonly KeyRow[], { text, key }: KeySearch, isMac: boolean): KeyRow[] {
  if (key !== null) return rows.filter((row) => row.keys.some((each) => plainKey(each) === plainKey(key)));
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return rows.filter((row) => {
    const all = `${row.title} ${row.id} ${row.scope} ${row.words} ${row.keys.map((each) => keyText(each, isMac)).join(" ")}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** The setting `keys` once a command has these; null when nothing differs from the registry any more. */
export function withKeys(overrides: KeyOverrides, changes: readonly (readonly [CommandId, readonly string[] | null])[]): KeyOverrides | null {
  const next: Record<string, readonly string[]> = { ...overrides };
  for (const [id, keys] of changes) {
    if (keys === null || isDefault(id, keys)) delete next[id];
    else next[id] = keys;
  }
  return Object.keys(next).length === 0 ? null : next;
}

function isDefault(id: CommandId, keys: readonly string[]): boolean {
  const defaults = commands.find((command) => command.id === id)?.keys ?? [];
  return defaults.length === keys.length && defaults.every((key, at) => key === keys[at]);
}
