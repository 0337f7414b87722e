/**
 * Things that are secrets whoever made them: keys and tokens of known shapes, passwords in addresses, private keys. Looked for in what leaves this
 * machine, beside the values that the workspace itself names as secret. Each pattern is anchored by what tells it apart, so that code stays as it is.
 */
import { secretMask } from "./secret-text.ts";

/** For JavaScript, and in the dialects of DuckDB and PostgreSQL alike: no look-around, no word borders. */
export const tokenPattern = [
  "(AKIA|ASIA)[A-Z0-9]{16}",
  "gh[opsur]_[A-Za-z0-9]{20,255}",
  "github_pat_[A-Za-z0-9_]{22,255}",
  "glpat-[A-Za-z0-9_-]{20,255}",
  "xox[abeprs]-[A-Za-z0-9-]{10,255}",
  "AIza[A-Za-z0-9_-]{35}",
  "npm_[A-Za-z0-9]{36}",
  "sk-[A-Za-z0-9_-]{20,255}",
  "sk_live_[A-Za-z0-9]{16,255}",
  "dapi[0-9a-f]{32}",
  "eyJ[A-Za-z0-9_-]{8,255}[.]eyJ[A-Za-z0-9_-]{4,255}[.][A-Za-z0-9_-]{8,255}",
].join("|");

const tokens = new RegExp(tokenPattern, "g");
const inAddress = /([a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"'`<>]{0,200}):([^\s/@"'`<>]{1,200})@/gi;
const bearer = /\b(bearer|basic)\s+([A-Za-z0-9._~+/=-]{16,4096})/gi;
const privateKey = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g;
const marks = /AKIA|ASIA|gh[opsur]_|github_pat_|glpat-|xox|AIza|npm_|sk[-_]|dapi|eyJ|:\/\/|bearer|basic|PRIVATE KEY/i;

/** The text without them, and how many there were. A template in an address (`{{ secret.x }}`) is no secret. */
export function maskPatterns(text: string): { readonly text: string; readonly found: number } {
  if (!marks.test(text)) return { text, found: 0 };
  let found = 0;
  const take = (): string => {
    found += 1;
    return secretMask;
  };
  const masked = text
    .replace(privateKey, take)
    .replace(inAddress, (whole, start: string, password: string) => (password === secretMask || password.includes("{{") ? whole : `${start}:${take()}@`))
    .replace(bearer, (whole, word: string, value: string) => (value === secretMask ? whole : `${word} ${take()}`))
    .replace(tokens, take);
  return { text: masked, found };
}
