import { describe, expect, it } from "vitest";
import type { Command } from "commander";
import { createProgram } from "./program.ts";

function helpOf(program: Command, path: readonly string[]): string {
  const command = path.reduce((at, name) => at.commands.find((each) => each.name() === name) ?? at, program);
  let text = "";
  command.configureOutput({ writeOut: (piece) => (text += piece), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return text;
}

const commands = ["", "init", "validate", "edit", "run", "find", "serve", "trust", "doctor", "runs", "runs list", "runs show", "runs logs", "runs clear", "runs mark", "runs cancel", "runs again", "runs note", "audit", "audit list", "audit undo", "backfill", "backfill start", "backfill list", "backfill show", "backfill pause", "backfill resume", "backfill cancel", "capsule", "capsule export", "capsule open", "capsule show", "open", "incident"];

describe("help", () => {
  it.each(commands)("of `dagwright %s` says what, how, and gives examples", (path) => {
    const text = helpOf(createProgram(async () => {}), path.split(" ").filter(Boolean));
    expect(text).toMatch(/Examples:\n {2}\$ dagwright /);
    expect(text).toContain("--json");
    expect(text).toContain("--workspace <dir>");
    expect(text, "words of the code, not of the person").not.toMatch(/\(default: (?:\[|"|null|undefined)/);
    expect(text).toMatchSnapshot();
  });

  it("lists no command of later releases", () => {
    const text = helpOf(createProgram(async () => {}), []);
    expect(text).not.toMatch(/export|import|remote/);
  });
});
