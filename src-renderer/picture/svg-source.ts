/** The YAML of a DAG inside an SVG, in its `metadata`, and out of one again. Read as text: nothing of a dropped file is ever parsed as markup. */
import { fromBase64, toBase64 } from "../app/base64.ts";
import { escapeText } from "./xml-text.ts";

const opening = '<dag xmlns="urn:dagwright:dag"';

/** Readable where XML can hold every character of it, otherwise in Base64. */
export function metadataOf(yaml: string): string {
  const isWritable = escapeText(yaml).split("\uFFFD").length === yaml.split("\uFFFD").length;
  const [encoding, text] = isWritable ? ["text", escapeText(yaml)] : ["base64", toBase64(new TextEncoder().encode(yaml))];
  return `<metadata>${opening} encoding="${encoding}">${text}</dag></metadata>`;
}

/** Null where there is none, or it cannot be read. */
export function yamlInSvg(svg: string): string | null {
  const start = svg.indexOf(opening);
  const from = start < 0 ? -1 : svg.indexOf(">", start) + 1;
  const end = from <= 0 ? -1 : svg.indexOf("</dag>", from);
  if (end < 0) return null;
  const text = svg.slice(from, end);
  try {
    return svg.slice(start, from).includes('"base64"') ? new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(fromBase64(text.trim())) : plainText(text);
  } catch {
    return null;
  }
}

const letters: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function plainText(escaped: string): string {
  return escaped.replaceAll(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7}));/g, (_, name: string | undefined, code: string | undefined) => (name === undefined ? String.fromCodePoint(Number(code)) : (letters[name] ?? "")));
}
