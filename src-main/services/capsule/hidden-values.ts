/** What a person chose to hide, as it may stand in texts: every string and number inside of the chosen values. Pure. */
import { shortestSecret } from "../../core/secret-text.ts";

export interface HiddenValues {
  /** To be taken out of texts. */
  readonly texts: readonly string[];
  /** What a reader should know, as sentences. */
  readonly notes: readonly string[];
}

/** @param words of the capsule's own format */
export function hiddenValues(chosen: readonly (readonly [name: string, value: unknown])[], words: ReadonlySet<string>): HiddenValues {
  const texts = new Set<string>();
  const short = new Set<string>();
  const common = new Set<string>();
  for (const [name, value] of chosen) {
    for (const text of leavesOf(value)) {
      if (text.length < shortestSecret) short.add(name);
      else if ([...words].some((word) => word.includes(text))) common.add(name);
      else texts.add(text);
    }
  }
  const rest = "so it is taken out of params and conf, but may stand in rendered texts and logs.";
  return {
    texts: [...texts],
    notes: [
      ...(short.size === 0 ? [] : [`${[...short].join(", ")}: the value is shorter than ${shortestSecret} characters, ${rest}`]),
      ...(common.size === 0 ? [] : [`${[...common].join(", ")}: the value is a word that the file itself is made of, ${rest}`]),
    ],
  };
}

function leavesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(leavesOf);
}
