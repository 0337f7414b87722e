import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMasker } from "./secret-mask.ts";

const secret = `p@ss "w'rd/+$é`;
function masked(text: string | Buffer, secrets: readonly string[], cut = 1): string {
  const masker = createMasker(secrets);
  if (!masker) return text.toString();
  const bytes = Buffer.from(text as string);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += cut) out.push(masker.push(bytes.subarray(at, at + cut)));
  return Buffer.concat([...out, masker.flush()]).toString("utf8");
}
const base64 = (before: string): string => Buffer.from(`${before}${secret} and more`).toString("base64");

describe("createMasker", () => {
  it.each([
    ["raw", secret], ["url", encodeURIComponent(secret)], ["form", encodeURIComponent(secret).replaceAll("%20", "+")], ["json", JSON.stringify(secret)],
    ["shell", `'${secret.replaceAll("'", `'\\''`)}'`],
  ])("replaces the %s form, at every chunk size", (_, form) => {
    for (const cut of [1, 2, 3, 7, 1000]) expect(masked(`a ${form} b\n`, [secret], cut)).toMatch(/^a ['"]?\*\*\*['"]? b\n$/);
  });

  it.each(["", "x", "xy"])("replaces base64 after %j", (before) => {
    const form = base64(before);
    const result = masked(`${form}\n`, [secret]);
    expect(result).toContain("***");
    const sure = Buffer.from(result.replace("***", ""), "base64").toString("latin1");
    expect(sure).not.toContain("p@ss");
  });

  it("masks each line of a secret of several lines", () => {
    expect(masked("-----BEGIN\nabcdefgh\nijklmnop\n", ["abcdefgh\nijklmnop"])).toBe("-----BEGIN\n***\n***\n");
  });

  it("masks inside a line that never ends, wherever the chunks fall", () => {
    const filler = "x".repeat(70_000);
    const text = `${filler}topsecret${filler}topsecret${filler}`;
    for (const cut of [997, 65_536, 70_004]) expect(masked(text, ["topsecret"], cut)).toBe(text.replaceAll("topsecret", "***"));
  });

  it("never lets a secret through, whatever surrounds it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 20, unit: "grapheme-ascii" }), fc.string(), fc.string(), fc.integer({ min: 1, max: 50 }), (hidden, before, after, cut) => {
        fc.pre(!"***".includes(hidden) && !hidden.includes("*"));
        expect(masked(`${before}${hidden}${after}\n`, [hidden], cut)).not.toContain(hidden);
      }),
    );
  });
});
