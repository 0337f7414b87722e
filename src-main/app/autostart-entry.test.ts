import { describe, expect, it } from "vitest";
import { autostartEntry, isOurEntry } from "./autostart-entry.ts";

const execOf = (words: readonly string[]): string | undefined => autostartEntry(words).split("\n").find((line) => line.startsWith("Exec="));

describe("autostartEntry", () => {
  it("quotes what the system would take apart", () => {
    expect(execOf(["/opt/Dagwright/dagwright", "--background"])).toBe("Exec=/opt/Dagwright/dagwright --background");
    expect(execOf(["/home/a b/100%/Dag$wright", 'x"y', "back\\slash"])).toBe('Exec="/home/a b/100%%/Dag\\\\$wright" "x\\\\"y" "back\\\\\\\\slash"');
  });

  it("knows its own entry from another of that name", () => {
    expect([isOurEntry(autostartEntry(["dagwright"])), isOurEntry("[Desktop Entry]\nName=Dagwright\nExec=other\n")]).toEqual([true, false]);
  });
});
