/** Finds an id in a text. Pure. */
import { regexLiteral } from "../base/regex-literal.ts";

/** As a word of its own: `load` in `load, x` and `"load"`, never in `load_all`, `load-2` or `re.load`. */
export function wordPattern(word: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])(?<![\p{L}\p{N}_][.-])${regexLiteral(word)}(?![\p{L}\p{N}_])(?![.-][\p{L}\p{N}_])`, "gu");
}

/** Also as a part of a name with dots, such as `xcom.load.rows`. */
export function namesWord(text: string, word: string): boolean {
  return text.includes(word) && new RegExp(String.raw`(?<![\p{L}\p{N}_])${regexLiteral(word)}(?![\p{L}\p{N}_])`, "u").test(text);
}
