import { describe, expect, it } from "vitest";
import { commands } from "../../../shared/commands/commands.ts";
import { foundRows, keyRows, withKeys } from "./key-rows.ts";

const rows = keyRows({ "go.runs": ["$mod+p"], "go.data": [] }, true);
const ids = (search: { text?: string; key?: string }): string[] => foundRows(rows, { text: search.text ?? "", key: search.key ?? null }, false).map((row) => row.id);

describe("the keyboard settings", () => {
  it("list every command, those of the desktop there only", () => {
    expect([rows.length, keyRows({}, false).some((row) => row.id === "workspace.open")]).toEqual([commands.length, false]);
  });

  it("say what was changed and what clashes", () => {
    const row = rows.find((each) => each.id === "go.runs");
    expect([row?.isChanged, row?.keys, row?.clashes.map((clash) => clash.title)]).toEqual([true, ["$mod+p"], ["Go to anything…"]]);
  });

  it("are searched by words, by shown keys and by a press", () => {
    expect([ids({ text: "go runs history" }), ids({ text: "ctrl+p" }).includes("go.runs"), ids({ key: "$mod+p" }), ids({ key: "$mod+1" }), ids({ text: "nothing at all" })]).toEqual([["go.runs"], true, ["palette.open", "go.runs"], ["tab.1"], []]);
  });

  it("keep only what differs from the registry", () => {
    expect([withKeys({}, [["go.runs", ["x"]]]), withKeys({ "go.runs": ["x"] }, [["go.runs", ["Alt+Digit3"]]]), withKeys({ "go.runs": ["x"], "go.data": [] }, [["go.runs", null]])]).toEqual([{ "go.runs": ["x"] }, null, { "go.data": [] }]);
  });
});
