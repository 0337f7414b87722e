/** Takes out of a text for others what is nobody's business: passwords, tokens, keys, and where the person's own folder lies. Pure. */

const shown = "***";
const names = /pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|authorization|cookie/i;

/**
 * A name is first read as a whole and only then looked at: searched for a word in its middle, a long line would be read anew from each of
 * its letters.
 * @param home the person's own folder, which is written as `~`
 */
export function withoutSecrets(text: string, home: string | null = null): string {
  const masked = (whole: string, name: string, between: string): string => (names.test(name) ? name + between + shown : whole);
  return withoutHome(text, home)
    .replaceAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, shown)
    .replaceAll(/(?<![a-z0-9+.-])([a-z0-9+.-]+:\/\/[^\s:/@]+):[^\s/@]+@/gi, `$1:${shown}@`)
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${shown}`)
    .replaceAll(/("[\w.-]+"\s*)(:\s*")(?:[^"\\]|\\.)*(?=")/g, masked)
    .replaceAll(/(?<![\w.-])([\w.-]+)(\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s&,;"']+)/g, masked)
    .replaceAll(/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g, shown)
    .replaceAll(/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[opsu]_[A-Za-z0-9]{20,}\b|\bxox[abpr]-[\w-]{10,}/g, shown);
}

function withoutHome(text: string, home: string | null): string {
  return home === null || home.length < 2 ? text : text.replaceAll(home, "~").replaceAll(home.replaceAll("\\", "\\\\"), "~");
}
