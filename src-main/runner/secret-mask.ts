/**
 * Replaces secrets in a stream of bytes, in their common encodings. Works on bytes (latin1 text), so that neither a chunk
 * border nor a cut UTF-8 character hides one, and bytes that are no text pass unchanged. Lines are let through when they are complete.
 */
export const mask = "***";
const shortest = 6;
/** A line longer than this is let through in pieces, keeping back what a secret could still begin in. */
const longLine = 64 * 1024;

export interface Masker {
  /** Bytes that may be stored now. */
  push(chunk: Buffer): Buffer;
  /** What was kept back, at the end. */
  flush(): Buffer;
}

/** Secrets too short to be replaced without hiding ordinary text. */
export function unmaskable(secrets: readonly string[]): number {
  return secrets.filter((secret) => secret !== "" && secret.length < shortest).length;
}

/** Null when there is nothing to look for: the caller then stores bytes as they come. */
export function createMasker(secrets: readonly string[]): Masker | null {
  const needles = needlesOf(secrets);
  if (needles.length === 0) return null;
  const pattern = new RegExp(needles.map((needle) => needle.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
  const longest = Math.max(...needles.map((needle) => needle.length));
  let held = "";
  const toBytes = (text: string): Buffer => Buffer.from(text.replace(pattern, mask), "latin1");
  return {
    push(chunk) {
      const text = held + chunk.toString("latin1");
      const newline = text.lastIndexOf("\n");
      let end = newline + 1;
      if (text.length - end > longLine) end = safeCut(text, pattern, text.length - (longest - 1));
      held = text.slice(end);
      return end === 0 ? Buffer.alloc(0) : toBytes(text.slice(0, end));
    },
    flush() {
      const rest = toBytes(held);
      held = "";
      return rest;
    },
  };
}

/** Moves a cut behind the secret it would split. */
function safeCut(text: string, pattern: RegExp, wanted: number): number {
  for (const found of text.slice(Math.max(0, wanted - longLine)).matchAll(pattern)) {
    const start = Math.max(0, wanted - longLine) + found.index;
    if (start < wanted && start + found[0].length > wanted) return start + found[0].length;
  }
  return wanted;
}

/** Every byte form of the secrets, longest first so that a whole is preferred to its part. */
export function needlesOf(secrets: readonly string[]): string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const line of [secret, ...secret.split(/\r?\n/)]) if (line.length >= shortest) for (const form of encodings(line)) forms.add(form);
  }
  return [...forms].filter((form) => form.length >= shortest && !form.includes("\n")).sort((one, other) => other.length - one.length);
}

function encodings(secret: string): string[] {
  const raw = Buffer.from(secret, "utf8");
  const url = encodeURIComponent(secret.isWellFormed() ? secret : secret.toWellFormed());
  const strictUrl = url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const texts = [
    secret, url, strictUrl, url.replaceAll("%20", "+"), strictUrl.replaceAll("%20", "+"), lowerHex(url), lowerHex(strictUrl),
    json, ascii, json.replaceAll("/", "\\/"),
    secret.replaceAll("'", `'\\''`), secret.replaceAll("'", `'"'"'`), secret.replace(/[^\w./:=,+@%-]/g, "\\$&"), secret.replace(/["$`\\]/g, "\\$&"),
  ];
  return [...texts.map((text) => Buffer.from(text, "utf8").toString("latin1")), ...base64Forms(raw)];
}

function lowerHex(url: string): string {
  return url.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

/** The characters that the secret alone decides, for each of the three places where it may start in a base64 group. */
function base64Forms(raw: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), raw]).toString("base64").replace(/=+$/, "");
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + raw.length) * 8) / 6);
    const sure = text.slice(first, last);
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
