/** What is taken out of a capsule and an incident page, and what is left as it is. */
import { describe, expect, it } from "vitest";
import { createMasker } from "../../runner/secret-mask.ts";
import { maskPatterns } from "../../core/secret-patterns.ts";
import { Masking } from "./masking.ts";

const secret = "s3cr3t/Value+9000";
const masking = (): Masking => new Masking([secret], createMasker);

async function logOf(text: string, size: number): Promise<string> {
  const bytes = Buffer.from(text);
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const out: Uint8Array[] = [];
  for await (const piece of masking().bytes(pieces())) out.push(piece);
  return Buffer.concat(out).toString();
}

describe("masking", () => {
  it.each([
    ["AWS_KEY=AKIAABCDEFGHIJKLMNOP", "AWS_KEY=***"],
    ["token ghp_abcdefghijklmnopqrstuvwxyz0123456789", "token ***"],
    ["postgres://ada:hunter22@db/claims", "postgres://ada:***@db/claims"],
    ["postgres://ada:{{ secret.db }}@db/claims", "postgres://ada:{{ secret.db }}@db/claims"],
    ["Authorization: Bearer abcdefghijklmnop1234", "Authorization: Bearer ***"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz", "***"],
    ["-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nrest", "***\nrest"],
    ["select 'a basic table' as sk -- AKIA is a prefix, see https://example.org:8080/path", "select 'a basic table' as sk -- AKIA is a prefix, see https://example.org:8080/path"],
  ])("%s", (text, masked) => {
    expect(maskPatterns(text).text).toBe(masked);
  });

  it("finds known values in texts, in JSON and in keys, and leaves numbers their digits", () => {
    const one = masking();
    expect(one.text(`psql '${secret}'`)).toBe("psql '***'");
    expect(one.stored(JSON.stringify({ [secret]: [secret, 1], deep: { to: `x${secret}y` } }))).toBe('{"***":["***",1],"deep":{"to":"x***y"}}');
    expect(one.found).toBeGreaterThan(0);
    expect(masking().stored('{"big":12345678901234567890,"a": 1.50}')).toBe('{"big":12345678901234567890,"a": 1.50}');
  });

  it.each([1, 3, 7, 64, 100_000])("masks a log that comes in pieces of %i bytes", async (size) => {
    const log = `start ünï\nvalue ${secret} end\nkey AKIAABCDEFGHIJKLMNOP\n-----BEGIN PRIVATE KEY-----\nMIIE\nMIIF\n-----END PRIVATE KEY-----\nlast line`;
    const masked = await logOf(log, size);
    expect(masked).toMatch(/^start ünï\nvalue \*\*\* end\nkey \*\*\*\n\*\*\*\s*\nlast line$/);
  });
});
