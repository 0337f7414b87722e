/** How well a text answers what was typed in the palette. Pure; higher is better, 0 is no. */

/** Every typed word must be found; the whole name counts most, a start counts more than a word's start, that more than a place inside, that more than scattered letters. */
export function matchScore(typed: string, title: string, words = ""): number {
  const wanted = typed.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (wanted.length === 0) return 1;
  const name = title.toLowerCase().replace(/…$/, "");
  let total = 0;
  for (const word of wanted) {
    const score = Math.max(wordScore(word, name), wordScore(word, words.toLowerCase()) * 0.5);
    if (score === 0) return 0;
    total += score;
  }
  // Of equal hits the shorter name is the closer one.
  return total + phraseScore(wanted.join(" "), name) + 1 / (1 + name.length);
}

/** What was typed is the name itself, or how it begins. */
function phraseScore(phrase: string, name: string): number {
  if (name === phrase) return 20;
  return phrase.includes(" ") && name.startsWith(phrase) ? 4 : 0;
}

function wordScore(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return text.length === word.length ? 12 : 10;
  if (at > 0) return /[\s._\-/:]/.test(text[at - 1] ?? "") ? 8 : 5;
  return word.length >= 3 && isSubsequence(word, text) ? 1 : 0;
}

function isSubsequence(word: string, text: string): boolean {
  let from = 0;
  for (const letter of word) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

/** The best `limit` items, best first; equal ones keep their order. */
export function best<T>(items: readonly T[], limit: number, score: (item: T) => number): T[] {
  return items
    .map((item) => ({ item, score: score(item) }))
    .filter((scored) => scored.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map((scored) => scored.item);
}
