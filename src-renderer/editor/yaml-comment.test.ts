import { describe, expect, it } from "vitest";
import { endsInComment } from "./yaml-comment.ts";

describe("a comment in YAML", () => {
  it.each(["# a", "  # a note", "a: 1 # why", "a: 'it''s' # so", '"a": "#x" #'])("is %s", (line) => expect(endsInComment(line)).toBe(true));
  it.each(["a: b#c", "a: '# no", 'a: "x # y', "a: 1", "", "  # {{ ds", "a: {{ params.#x"])("is not %s", (line) => expect(endsInComment(line)).toBe(false));
});
