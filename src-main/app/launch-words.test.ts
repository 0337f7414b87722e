/** Command lines of a first start, a second start and a link. */
import { describe, expect, it } from "vitest";
import { isTooLong, readLaunchWords } from "./launch-words.ts";

const nothing = { workspace: null, file: null, link: null, background: false };

describe("readLaunchWords", () => {
  it.each([
    [[], nothing],
    [["--workspace", "/w"], { ...nothing, workspace: "/w" }],
    [["--workspace=/w", "x"], { ...nothing, workspace: "/w" }],
    [["--workspace", "--inspect"], nothing],
    [["/w/claims.dag.yaml"], { ...nothing, file: "/w/claims.dag.yaml" }],
    [["/w/notes.yaml"], nothing],
    [["--x.dag.yaml"], nothing],
    [["--background"], { ...nothing, background: true }],
    [["--background", "dagwright://open/a"], { ...nothing, link: "dagwright://open/a" }],
    [["dagwright://open/a"], { ...nothing, link: "dagwright://open/a" }],
    [["--inspect", "--gpu-launcher=calc", "dagwright://open/a"], { ...nothing, link: "dagwright://open/a" }],
    [["--workspace", "/evil", "DagWright://open/a", "/evil/x.dag.yaml"], { ...nothing, link: "DagWright://open/a" }],
  ])("reads %j", (words, expected) => {
    expect(readLaunchWords(words)).toEqual(expected);
  });
});

describe("isTooLong", () => {
  it.each([
    ["a long link in a long folder", ["program", `dagwright://find/${"a".repeat(1024)}`], "/f".repeat(2000), false],
    ["a word that is too long", ["program", "a".repeat(9000)], "/", true],
    ["many words", Array<string>(900).fill("a".repeat(10)), "/", true],
    ["characters of three bytes", ["program", "\u{6f22}".repeat(3000)], "/", true],
    ["a folder that is too long", ["program"], "/f".repeat(4500), true],
  ])("judges %s", (_, argv, folder, expected) => {
    expect(isTooLong(argv, folder)).toBe(expected);
  });
});
