import { describe, expect, it } from "vitest";
import { commands } from "./commands.ts";
import { clashesOf, keyMapOf, keyProblem, overrideProblem, plainKey, scopeWords } from "./key-map.ts";
import { pressedKey, type Press } from "./pressed-key.ts";

const clashes = (overrides: Record<string, string[]>, id: Parameters<typeof clashesOf>[1], key: string) => clashesOf(keyMapOf(overrides), id, key).map((clash) => [clash.id, clash.kind]);

describe("the keys in force", () => {
  it("are the registry's, and a person's own in their place", () => {
    const map = keyMapOf({ "go.runs": ["$mod+Shift+x"], "go.data": [], "no.such": ["a"], "go.home": ["Hyper+x", "Alt+h"] });
    expect([map.get("go.runs"), map.get("go.data"), map.get("go.home"), map.get("go.dags"), map.size]).toEqual([["$mod+Shift+x"], [], ["Alt+h"], ["Alt+Digit2"], commands.length]);
  });

  it("clash nowhere as they come", () => {
    const map = keyMapOf({});
    const found = commands.flatMap(({ id, keys }) => keys.flatMap((key) => clashesOf(map, id, key).filter((clash) => clash.kind === "taken").map((clash) => `${key}: ${id} and ${clash.id}`)));
    expect(found).toEqual([]);
  });
});

describe("clashes", () => {
  it("name the command that has the key, however it is written", () => {
    expect([clashes({}, "go.runs", "$mod+p"), clashes({}, "go.runs", "Shift+Alt+F"), clashes({}, "go.runs", "$mod+1")]).toEqual([[["palette.open", "taken"]], [["sql.format", "taken"]], [["tab.1", "taken"]]]);
  });

  it("are milder where the other one means the key on the canvas only", () => {
    expect(clashes({}, "go.runs", "$mod+d")).toEqual([["draw.duplicate", "canvas"]]);
  });

  it("are none between pages that are never shown together, nor with a key that was taken away", () => {
    expect([clashes({ "sql.run": ["x"] }, "log.wrap", "x"), clashes({ "palette.open": [] }, "go.runs", "$mod+p")]).toEqual([[], []]);
  });
});

describe("keys that a person writes", () => {
  it.each(["$mod+Shift+x", "F5", "Alt+Digit1", "g", "?", "Shift+?", "Control+Tab", "$mod+Equal", "g d", "Space"])("takes %s", (key) => {
    expect(keyProblem(key)).toBeNull();
  });

  it.each([
    ["Ctrl+x", "modifiers out of $mod"],
    ["$mod+", "a character or a key's name"],
    ["Shift", "a character or a key's name"],
    ["$mod+Entr", "a character or a key's name"],
    ["", "a character or a key's name"],
  ])("says of %o what is right", (key, words) => {
    expect(keyProblem(key)).toContain(words);
  });

  it("says of an entry what is wrong with it", () => {
    expect([overrideProblem("go.runs", ["Alt+r"]), overrideProblem("go.run", []), overrideProblem("go.runs", "Alt+r"), overrideProblem("go.runs", ["Ctrl+r"])?.slice(0, 45)]).toEqual([
      null,
      'there is no command of that name; did you mean "go.runs"?',
      'found "Alt+r"; expected a list of keys such as ["$mod+Shift+x"], or [] for none',
      'found "Ctrl+r"; expected modifiers out of $mod',
    ].map((text) => (text === null ? null : text.startsWith('found "Ctrl') ? text.slice(0, 45) : text)));
  });

  it("writes one press in one way", () => {
    expect([plainKey("Shift+$mod+Digit1"), plainKey("$mod+Shift+1"), plainKey("Shift+C")]).toEqual(["$mod+Shift+1", "$mod+Shift+1", "Shift+c"]);
  });
});

describe("pressed keys", () => {
  const press = (key: string, code: string, held: Partial<Press> = {}): Press => ({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
  it.each([
    [press("x", "KeyX", { ctrlKey: true }), "$mod+x", "Control+x"],
    [press("X", "KeyX", { ctrlKey: true, shiftKey: true }), "$mod+Shift+x", "Control+Shift+x"],
    [press("!", "Digit1", { shiftKey: true }), "Shift+Digit1", "Shift+Digit1"],
    [press("?", "Slash", { shiftKey: true }), "Shift+?", "Shift+?"],
    [press("≈", "KeyX", { altKey: true }), "Alt+KeyX", "Alt+KeyX"],
    [press("+", "Equal", { ctrlKey: true, shiftKey: true }), "$mod+Shift+Equal", "Control+Shift+Equal"],
    [press("F5", "F5"), "F5", "F5"],
    [press("ч", "KeyX", { ctrlKey: true }), "$mod+KeyX", "Control+KeyX"],
    [press("Control", "ControlLeft", { ctrlKey: true }), null, null],
  ])("%o", (given, other, mac) => {
    expect([pressedKey(given, false), pressedKey(given, true)]).toEqual([other, mac]);
  });
});

describe("scopes", () => {
  it("are named for the person", () => {
    expect([scopeWords({ when: [] }), scopeWords({ when: ["workspace"] }), scopeWords({ when: ["draw", "canvas"] }), scopeWords({ when: ["sql", "trusted"] })]).toEqual(["Everywhere", "Everywhere", "Canvas", "SQL"]);
  });
});
