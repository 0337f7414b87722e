/** The DAG inside a picture that this program made. */
import { isPng, pngText } from "./png-text.ts";
import { pngKeyword } from "./make-picture.ts";
import { yamlInSvg } from "./svg-source.ts";

/** Null where the picture holds none. */
export function yamlInPicture(bytes: Uint8Array): string | null {
  return isPng(bytes) ? pngText(bytes, pngKeyword) : yamlInSvg(new TextDecoder().decode(bytes));
}
