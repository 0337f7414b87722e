/** The registry holds together: no two commands share an id or a key that could both be meant. */
import { describe, expect, it } from "vitest";
import { belongsToText, commands, findCommand, isCommandId, isEnabled, worksInTextField } from "./commands.ts";
import { acceleratorText, keyText } from "./key-text.ts";

describe("commands", () => {
  it("has every id once", () => {
    const ids = commands.map((command) => command.id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it("gives no key to two commands, but to one more while one draws or the canvas has the focus, which then comes first", () => {
    const owners = new Map<string, string[]>();
    const pressed = commands.flatMap((command) => command.keys.map((key) => [key.toLowerCase(), command] as const));
    for (const [key, command] of pressed) owners.set(key, [...(owners.get(key) ?? []), command.when.some((each) => each === "canvas") ? "canvas" : command.when.some((each) => each === "draw") ? "draw" : "page"]);
    expect([...owners].filter(([, places]) => places.length > 1 && !["canvas,page", "canvas,draw", "draw,page"].includes(places.join()))).toEqual([]);
  });

  it("leaves the keys that edit text to a text field", () => {
    expect((["draw.undo", "draw.copy", "draw.delete", "go.back", "draw.save", "draw.find"] as const).map((id) => belongsToText(findCommand(id)))).toEqual([true, true, true, true, false, false]);
  });

  it("enables a command only when all that it asks for is there", () => {
    const run = findCommand("dag.run");
    expect([isEnabled(run, new Set(["dag"])), isEnabled(run, new Set(["dag", "trusted"])), isEnabled(findCommand("help.keys"), new Set())]).toEqual([false, true, true]);
  });

  it("knows its ids from any other text", () => {
    expect(["dag.run", "dag.delete", "", null].map(isCommandId)).toEqual([true, false, false, false]);
  });

  it("leaves single keys to the text field that has the focus", () => {
    expect(["g", "Shift+C", "/", "F7", "Shift+F7", "$mod+k", "Shift+F"].map(worksInTextField)).toEqual([false, false, false, true, true, true, false]);
  });
});

describe("key text", () => {
  it.each([
    ["$mod+Shift+f", "Ctrl+Shift+F", "⇧⌘F", "CmdOrCtrl+Shift+F"],
    ["Shift+ArrowLeft", "Shift+←", "⇧←", "Shift+Left"],
    ["Shift+?", "?", "?", null],
    ["F9", "F9", "F9", "F9"],
    ["$mod+,", "Ctrl+,", "⌘,", "CmdOrCtrl+,"],
    ["$mod+Numpad0", "Ctrl+Num 0", "⌘Num 0", "CmdOrCtrl+0"],
  ])("shows %s", (key, other, mac, accelerator) => {
    expect([keyText(key, false), keyText(key, true), acceleratorText(key)]).toEqual([other, mac, accelerator]);
  });
});
