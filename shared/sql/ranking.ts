/** How well typed letters fit what may be proposed, and which proposals are the best. */
import type { CompletionItem, CompletionList } from "./language.ts";

/** A thing that may be proposed. Its item is made only when it is among the best. */
export interface Candidate {
  /** What typed letters are compared with; lower case. */
  readonly name: string;
  /** From 0 to 400: how likely it is before anything is typed. */
  readonly weight: number;
  item(): CompletionItem;
}

const maxItems = 200;

export function best(candidates: Iterable<Candidate>, typed: string): Pick<CompletionList, "items" | "isIncomplete"> {
  const found: { readonly candidate: Candidate; readonly rank: number }[] = [];
  for (const candidate of candidates) {
    const fit = fitOf(typed, candidate.name);
    if (fit > 0) found.push({ candidate, rank: fit + candidate.weight / 2 });
  }
  found.sort((one, other) => other.rank - one.rank);
  return { items: found.slice(0, maxItems).map(({ candidate }) => candidate.item()), isIncomplete: found.length > maxItems };
}

/** Both texts are lower case. 0: not at all. Greater is better: equal, start, start of a word, initials, within, in this order somewhere. */
export function fitOf(typed: string, name: string): number {
  if (typed === "") return 500;
  if (typed.length > name.length) return 0;
  const at = name.indexOf(typed);
  const surplus = Math.min(50, name.length - typed.length);
  if (at === 0) return surplus === 0 ? 1000 : 900 - surplus;
  if (at > 0) return (isBoundary(name, at) ? 750 : 550) - surplus;
  if (typed.length < 2) return 0;
  return isInitials(typed, name) ? 650 - surplus : scattered(typed, name);
}

function isBoundary(name: string, at: number): boolean {
  return /[^a-z0-9]/.test(name.charAt(at - 1));
}

/** `dm` and `dimm` for `dim_member`: each letter goes on in its word or starts the next. */
function isInitials(typed: string, name: string): boolean {
  let at = 0;
  for (const letter of typed) {
    if (name.charAt(at) === letter) {
      at++;
      continue;
    }
    at = nextWord(name, at, letter);
    if (at < 0) return false;
  }
  return true;
}

/** Index behind the first letter of the next word that starts so, or -1. */
function nextWord(name: string, from: number, letter: string): number {
  for (let at = Math.max(1, from); at < name.length; at++) if (name.charAt(at) === letter && isBoundary(name, at)) return at + 1;
  return -1;
}

function scattered(typed: string, name: string): number {
  let at = -1;
  let gaps = 0;
  for (const letter of typed) {
    const next = name.indexOf(letter, at + 1);
    if (next < 0) return 0;
    if (next > at + 1) gaps += next - at - 1;
    at = next;
  }
  return Math.max(1, 300 - gaps * 10);
}
