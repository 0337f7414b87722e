/** Takes secrets out of everything that goes into a file for others: values that are known, and things that look like one. Counts what it took. */
import { parseExactJson, toExactJson } from "../../../shared/base/exact-json.ts";
import { maskPatterns } from "../../core/secret-patterns.ts";
import { maskSecrets, secretMask, shortestSecret } from "../../core/secret-text.ts";

/** Replaces known values in a stream of bytes, whatever their encoding; null where there is nothing to look for. */
export type BytesMasker = (secrets: readonly string[]) => { push(chunk: Buffer): Buffer; flush(): Buffer } | null;

/** A line longer than this is let through in pieces. */
const longLine = 65_536;

export class Masking {
  /** Texts and pieces of logs in which something was taken out. */
  found = 0;
  readonly #secrets: readonly string[];
  readonly #masker: BytesMasker;
  readonly #places: readonly string[];
  #changes = 0;

  /** @param places folders that are nobody else's business: taken out too, and not counted as secrets */
  constructor(secrets: readonly string[], masker: BytesMasker, places: readonly string[] = []) {
    this.#secrets = secrets;
    this.#masker = masker;
    this.#places = places;
  }

  text(text: string): string {
    const placeless = maskSecrets(text, this.#places);
    const masked = maskPatterns(maskSecrets(placeless, this.#secrets)).text;
    if (masked !== placeless) this.found += 1;
    if (masked !== text) this.#changes += 1;
    return masked;
  }

  /** Every text inside, keys included; with `numbers` also each number that is a known value. */
  value(value: unknown, numbers = false): unknown {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number" || typeof value === "bigint") return numbers ? this.#number(value) : value;
    if (Array.isArray(value)) return value.map((each) => this.value(each, numbers));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [this.text(key), this.value(each, numbers)]));
  }

  #number(value: number | bigint): unknown {
    const text = String(value);
    if (text.length < shortestSecret || !this.#secrets.includes(text)) return value;
    this.found += 1;
    this.#changes += 1;
    return secretMask;
  }

  /** A text that may be JSON. Where nothing was found it stays as it is, to the last digit of its numbers. */
  stored(text: string): string {
    if (!/^\s*[[{"]/.test(text)) return this.text(text);
    return this.json(text);
  }

  /** JSON that people and tasks filled; JSON it stays. */
  json(text: string, numbers = false): string {
    const before = this.#changes;
    let value: unknown;
    try {
      value = parseExactJson(text);
    } catch {
      return this.text(text);
    }
    const masked = this.value(value, numbers);
    return this.#changes === before ? text : toExactJson(masked);
  }

  /** A log, whatever its size. */
  async *bytes(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const known = this.#masker([...this.#secrets, ...this.#places]);
    const lines = new LineMask();
    for await (const piece of pieces) {
      const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
      const pushed = known === null ? chunk : known.push(chunk);
      const out = lines.push(pushed.toString("latin1"));
      if (out.length > 0) yield out;
    }
    const last = lines.push(known?.flush().toString("latin1") ?? "", true);
    if (last.length > 0) yield last;
    this.found += lines.found;
  }
}

const keyBegins = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const keyEnds = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/;

/** Patterns in whole lines; a private key goes over many. Bytes as latin1 text, so that what is no text passes unchanged. */
class LineMask {
  found = 0;
  #held = "";
  #inKey = false;

  push(text: string, isLast = false): Buffer {
    const all = this.#held + text;
    const newline = all.lastIndexOf("\n") + 1;
    const end = isLast || all.length - newline > longLine ? all.length : newline;
    this.#held = all.slice(end);
    return Buffer.from(this.#mask(all.slice(0, end)), "latin1");
  }

  #mask(text: string): string {
    let rest = text;
    if (this.#inKey) {
      const end = keyEnds.exec(rest);
      if (end === null) return "";
      rest = rest.slice(end.index + end[0].length);
      this.#inKey = false;
    }
    const begin = rest.lastIndexOf("-----BEGIN ");
    if (begin >= 0 && keyBegins.test(rest.slice(begin)) && !keyEnds.test(rest.slice(begin))) {
      this.#inKey = true;
      this.found += 1;
      rest = `${rest.slice(0, begin)}${secretMask}`;
    }
    const masked = maskPatterns(rest);
    this.found += masked.found;
    return masked.text;
  }
}
