import { describe, expect, it } from "vitest";
import { webOriginOf } from "./web-origin.ts";

describe("webOriginOf", () => {
  it.each([
    ["https://dagwright.example", "https://dagwright.example"],
    ["https://dagwright.example:8443/", "https://dagwright.example:8443"],
    ["http://LOCALHOST:8080", "http://localhost:8080"],
    ["https://dagwright.example/dagwright", null],
    ["https://ann:secret@dagwright.example", null],
    ["https://dagwright.example/?x", null],
    ["https://dagwright.example/?", null],
    ["ftp://dagwright.example", null],
    ["javascript:alert(1)", null],
    ["dagwright.example", null],
    ["", null],
  ])("of %j is %j", (text, origin) => expect(webOriginOf(text)).toBe(origin));
});
