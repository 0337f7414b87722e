/** The dotted names right before a place: `schema.table.` and what stands before them. */
import type { Reading } from "./scope.ts";
import type { NamePart } from "./structure.ts";
import { TokenReader } from "./token-reader.ts";
import { isMeaningful, type Token } from "./tokens.ts";

export interface PathBefore {
  readonly path: readonly NamePart[];
  /** Tokens before the path, white space and comments left out. */
  readonly rest: readonly Token[];
}

export function readPathBefore({ tokens, input }: Reading, offset: number): PathBefore {
  const rest = tokens.filter((token) => token.end <= offset && isMeaningful(token) && !(token.kind === "template" && /^\{[%#]/.test(token.text)));
  let from = rest.length;
  while (isDot(rest[from - 1]) && isName(rest[from - 2])) {
    from -= 2;
    // Pieces that touch are one name: `t_{{ x }}.`
    while (isName(rest[from - 1]) && rest[from - 1]?.end === rest[from]?.start) from--;
  }
  const reader = new TokenReader(rest.slice(from), offset, { templateValues: input.templateValues ?? {} });
  return { path: reader.readPath(), rest: rest.slice(0, from) };
}

function isDot(token: Token | undefined): boolean {
  return token?.kind === "symbol" && token.text === ".";
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "quoted" || token?.kind === "template";
}
