/**
 * Which keys do which command once a person has chosen their own: the registry's keys, with those of the setting `keys` in
 * their place. Also says which commands would take a key from each other. Pure.
 */
import { commands, findCommand, isCommandId, type Command, type CommandContext, type CommandId } from "./commands.ts";
import { nearest } from "../dag-file/did-you-mean.ts";
import { characterOf, splitPress } from "./key-text.ts";

/** Command id → its keys; an empty list takes them all away. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;
export type KeyMap = ReadonlyMap<CommandId, readonly string[]>;

export function keyMapOf(overrides: KeyOverrides): KeyMap {
  return new Map(commands.map(({ id, keys }) => [id, overrides[id]?.filter((key) => keyProblem(key) === null) ?? keys]));
}

export interface Clash {
  readonly id: CommandId;
  readonly title: string;
  /** `taken`: only one of the two can be done. `canvas`: one of them means it only while one draws, or the canvas has the focus. */
  readonly kind: "taken" | "canvas";
}

/** The other commands that the key does already, at a time when `id` may be meant too. */
export function clashesOf(map: KeyMap, id: CommandId, key: string): Clash[] {
  const wanted = plainKey(key);
  const own = findCommand(id);
  return commands.flatMap((other): Clash[] => {
    if (other.id === id || !mayMeet(own.when, other.when)) return [];
    if (!(map.get(other.id) ?? []).some((each) => plainKey(each) === wanted)) return [];
    return [{ id: other.id, title: other.title, kind: narrowness(own) === narrowness(other) ? "taken" : "canvas" }];
  });
}

/** Of two commands with one key the narrower one does it, and comes first in the registry. */
function narrowness({ when }: Command): number {
  return when.includes("canvas") ? 2 : Number(when.includes("draw"));
}

/** Pages that are never shown in the same half. */
const pages: readonly (readonly CommandContext[])[] = [["dag", "graph", "run", "activeRun", "task", "log", "compare", "draw", "canvas"], ["sql"], ["table"]];
const never: readonly (readonly [CommandContext, CommandContext])[] = [["trusted", "untrusted"], ["draw", "run"]];

function mayMeet(a: readonly CommandContext[], b: readonly CommandContext[]): boolean {
  const both = [...a, ...b];
  return !never.some((pair) => pair.every((each) => both.includes(each))) && pages.filter((page) => page.some((each) => both.includes(each))).length < 2;
}

/** The same press written in one way: `Shift+$mod+Digit1` and `$mod+Shift+1` are equal. */
export function plainKey(key: string): string {
  return key
    .split(" ")
    .map((press) => {
      const parts = splitPress(press);
      const last = characterOf(parts.pop() ?? "").toLowerCase();
      return [...parts.toSorted(), last].join("+");
    })
    .join(" ");
}

const modifiers = ["$mod", "Control", "Meta", "Alt", "Shift"];
const namedKeys = /^(?:F\d{1,2}|Arrow(?:Up|Down|Left|Right)|Page(?:Up|Down)|Home|End|Insert|Delete|Backspace|Enter|Tab|Escape|Space|Key[A-Z]|Digit\d|Numpad(?:\d|Add|Subtract|Multiply|Divide|Decimal|Enter)|Equal|Minus|Backslash|Slash|Comma|Period|Semicolon|Quote|Backquote|BracketLeft|BracketRight|.)$/u;

/** What is wrong with a key that a person wrote, as the end of "found …; expected"; null when it can be pressed. */
export function keyProblem(key: string): string | null {
  for (const press of key.split(" ")) {
    const parts = splitPress(press);
    const last = parts.pop() ?? "";
    const strange = parts.find((part) => !modifiers.includes(part));
    if (strange !== undefined) return `modifiers out of ${modifiers.join(", ")} before the key, as in "$mod+Shift+x"`;
    if (modifiers.includes(last) || !namedKeys.test(last)) return `a character or a key's name such as F5, ArrowUp, Enter or Digit1 at the end, as in "$mod+Shift+x"`;
  }
  return null;
}

/** What is wrong with one entry of the setting `keys`; null when it counts. */
export function overrideProblem(id: string, keys: unknown): string | null {
  if (!isCommandId(id)) {
    const meant = nearest(id, commands.map((command) => command.id));
    return `there is no command of that name${meant === null ? "" : `; did you mean "${meant}"?`}`;
  }
  if (!Array.isArray(keys)) return `found ${JSON.stringify(keys)}; expected a list of keys such as ["$mod+Shift+x"], or [] for none`;
  for (const key of keys) {
    const problem = typeof key === "string" ? keyProblem(key) : `a text such as "$mod+Shift+x"`;
    if (problem !== null) return `found ${JSON.stringify(key)}; expected ${problem}`;
  }
  return null;
}

/** The setting `keys` without what does not count: an entry with no good key leaves its command the keys of the registry. Other things than an object come back as they are. */
export function goodOverrides(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([id, keys]) => goodEntry(id, keys)));
}

function goodEntry(id: string, keys: unknown): [string, string[]][] {
  if (!isCommandId(id) || !Array.isArray(keys)) return [];
  const good = keys.filter((key): key is string => typeof key === "string" && keyProblem(key) === null);
  return keys.length > 0 && good.length === 0 ? [] : [[id, good]];
}

/** In which places a command is meant, in words. */
export function scopeWords(command: Pick<Command, "when">): string {
  const words = command.when.flatMap((context) => scopes[context] ?? []);
  return words.at(-1) ?? "Everywhere";
}

const scopes: Partial<Record<CommandContext, string>> = { dag: "DAG", graph: "Graph", run: "Run", activeRun: "Run", task: "Task", log: "Log", compare: "Comparison", table: "Table", sql: "SQL", draw: "Drawing", canvas: "Canvas", tab: "Tabs", split: "Split" };
