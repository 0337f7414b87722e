/**
 * Terminal text as plain spans: SGR colours and weights are understood, every other escape sequence is dropped, and
 * characters that could hide or reorder text are made visible. The result is data for text nodes, never HTML.
 */
export interface AnsiStyle {
  /** `0`–`15` for the theme's palette, `#rrggbb` for everything else, null for the default. */
  readonly fg: number | string | null;
  readonly bg: number | string | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
  /** True for the visible stand-in of an invisible character. */
  readonly control: boolean;
  /** Where it leads, http and https only. */
  readonly link?: string;
}

export const plainStyle: AnsiStyle = { fg: null, bg: null, bold: false, dim: false, italic: false, underline: false, inverse: false };

const esc = "\u001b";
/** CSI (its parameters captured), then string sequences that end on this line, then two-character escapes. None spans lines. */
const escapes = new RegExp(
  [
    `${esc}\\[([0-?]{0,64})([ -/]{0,8})([@-~])`,
    `${esc}[\\]PX^_][^\\u0007${esc}\\n]*(?:\\u0007|${esc}\\\\)`,
    `${esc}[ -/]{0,8}[0-~]`,
    esc,
  ].join("|"),
  "g",
);

const closing = new RegExp(`(?:\\u0007|${esc}\\\\)$`);

/** What must not be shown as it is: controls, bidi overrides, zero-width and tag characters, lone surrogates. */
const unsafe =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** One line in, its spans and the style that the next line starts with out. */
export function parseAnsiLine(line: string, from: AnsiStyle): { spans: AnsiSpan[]; style: AnsiStyle } {
  const spans: AnsiSpan[] = [];
  let style = from;
  let at = 0;
  let link: string | null = null;
  for (const match of line.matchAll(escapes)) {
    pushText(spans, line.slice(at, match.index), style, link);
    style = styleAfter(style, match);
    if (match[0].startsWith(linkStart)) link = linkOf(match[0]);
    at = match.index + match[0].length;
  }
  pushText(spans, line.slice(at), style, link);
  return { spans, style };
}

const linkStart = `${esc}]8;`;

/** The address of an OSC 8 sequence; null for one that ends a link, and for whatever is not plainly a page of the web. */
function linkOf(sequence: string): string | null {
  const address = sequence.slice(linkStart.length).split(";").slice(1).join(";").replace(closing, "");
  if (address.length > 2000 || !/^https?:\/\//i.test(address)) return null;
  try {
    const { protocol, username, href } = new URL(address);
    return (protocol === "https:" || protocol === "http:") && username === "" ? href : null;
  } catch {
    return null;
  }
}

/** The text without escapes, line breaks kept: what search looks at. */
export function stripAnsi(text: string): string {
  return text.includes(esc) ? text.replace(escapes, "") : text;
}

/** The style at the end of `text`, without making spans: O(escapes). */
export function styleAtEnd(text: string, from: AnsiStyle): AnsiStyle {
  if (!text.includes(esc)) return from;
  let style = from;
  for (const match of text.matchAll(escapes)) style = styleAfter(style, match);
  return style;
}

function styleAfter(style: AnsiStyle, match: RegExpMatchArray): AnsiStyle {
  const [, parameters, intermediates, final] = match;
  if (final !== "m" || intermediates !== "" || parameters === undefined || !/^[\d;:]*$/.test(parameters)) return style;
  return applySgr(style, parameters.split(/[;:]/).map((part) => (part === "" ? 0 : Number(part))));
}

function applySgr(from: AnsiStyle, codes: readonly number[]): AnsiStyle {
  let style = from;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const colour = extendedColour(codes, at + 1);
      if (colour.value !== null) style = code === 38 ? { ...style, fg: colour.value } : { ...style, bg: colour.value };
      at += colour.used;
    } else style = applyCode(style, code);
  }
  return style;
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code >= 30 && code <= 37) return { ...style, fg: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, fg: code - 82 };
  if (code >= 40 && code <= 47) return { ...style, bg: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, bg: code - 92 };
  const change = simpleCodes[code];
  return change ? { ...style, ...change } : style;
}

const simpleCodes: Readonly<Record<number, Partial<AnsiStyle>>> = {
  0: plainStyle,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  21: { bold: false },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  39: { fg: null },
  49: { bg: null },
};

/** After 38 or 48: `5;n` or `2;r;g;b`. A broken one colours nothing and uses up what is there. */
function extendedColour(codes: readonly number[], at: number): { value: number | string | null; used: number } {
  const kind = codes[at];
  if (kind === 5) return { value: paletteColour(codes[at + 1] ?? -1), used: 2 };
  if (kind !== 2) return { value: null, used: codes.length - at };
  const parts = codes.slice(at + 1, at + 4);
  const whole = parts.length === 3 && parts.every((part) => part >= 0 && part <= 255);
  return { value: whole ? hex(parts) : null, used: 4 };
}

function paletteColour(index: number): number | string | null {
  if (!Number.isInteger(index) || index < 0 || index > 255) return null;
  if (index < 16) return index;
  if (index >= 232) return hex([8, 8, 8].map((base) => base + (index - 232) * 10));
  const cube = index - 16;
  return hex([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((level) => (level === 0 ? 0 : 55 + level * 40)));
}

function hex(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function pushText(spans: AnsiSpan[], text: string, style: AnsiStyle, address: string | null): void {
  const link = address === null ? {} : { link: address };
  let at = 0;
  for (const match of text.matchAll(unsafe)) {
    if (match.index > at) spans.push({ text: text.slice(at, match.index), style, control: false, ...link });
    spans.push({ text: visibleControl(match[0]), style, control: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) spans.push({ text: at === 0 ? text : text.slice(at), style, control: false, ...link });
}

/** A control picture for C0 controls, the code point by number for the rest. */
function visibleControl(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}
