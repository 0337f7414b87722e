/** Finds the word that was probably meant. Words far off in length are skipped, so that long lists stay cheap. */

/** The nearest candidate, or null when none is near enough to be a slip of the finger. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  // Among words of one or two letters everything is near everything.
  const allowed = word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3));
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = allowed + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
    if (bestDistance === 0) break;
  }
  return best;
}

/** ` Did you mean …?` ready to append to a message, or nothing. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const found = word.length > 100 ? null : nearest(word, candidates);
  return found === null ? "" : ` Did you mean \`${found}\`?`;
}

/** Optimal string alignment distance (a swap of neighbours is one step); stops at `bound`. */
function editDistance(a: string, b: string, bound: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) value = Math.min(value, (beforeLast[j - 2] ?? 0) + 1);
      row.push(value);
    }
    if (Math.min(...row) >= bound) return bound;
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? bound;
}
