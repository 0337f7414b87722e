/** Command lines of a first start, a second start and a link. */
import { describe, expect, it } from "vitest";
import { readLaunchWords } from "./launch-words.ts";

const nothing = { workspace: null, file: null, link: null };

describe("readLaunchWords", () => {
  it.each([
    [[], nothing],
    [["--workspace", "/w"], { ...nothing, workspace: "/w" }],
    [["--workspace=/w", "x"], { ...nothing, workspace: "/w" }],
    [["--workspace", "--inspect"], nothing],
    [["/w/claims.dag.yaml"], { ...nothing, file: "/w/claims.dag.yaml" }],
    [["/w/notes.yaml"], nothing],
    [["--x.dag.yaml"], nothing],
    [["dagwright://open/a"], { ...nothing, link: "dagwright://open/a" }],
    [["--inspect", "--gpu-launcher=calc", "dagwright://open/a"], { ...nothing, link: "dagwright://open/a" }],
    [["--workspace", "/evil", "DagWright://open/a", "/evil/x.dag.yaml"], { ...nothing, link: "DagWright://open/a" }],
  ])("reads %j", (words, expected) => {
    expect(readLaunchWords(words)).toEqual(expected);
  });
});
