/** A text as a piece of a regular expression that finds just it. */
export function regexLiteral(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
