/** Merges two texts that were both made from a third, by lines. What only one side changed is taken; where both did, the person decides. */
import { diff3MergeRegions } from "node-diff3";
import { isCostly, linesOf } from "./text-diff.ts";

export type Merged =
  | { readonly ok: true; readonly text: string }
  /** `text` holds both sides of every conflict between marks; null where the texts are too large to compare. */
  | { readonly ok: false; readonly text: string | null; readonly conflicts: number };

export interface MergeSides {
  /** What both sides were made from. */
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

export function mergeTexts({ base, mine, theirs }: MergeSides): Merged {
  if (mine === theirs || theirs === base) return { ok: true, text: mine };
  if (mine === base) return { ok: true, text: theirs };
  const [o, a, b] = [linesOf(base), linesOf(mine), linesOf(theirs)];
  const { head, tail } = alike(o, a, b);
  const middle = (lines: readonly string[]): string[] => lines.slice(head, lines.length - tail);
  if (isCostly(middle(o), middle(a)) || isCostly(middle(o), middle(b))) return { ok: false, text: null, conflicts: 1 };
  const merged = mergeMiddle(middle(o), middle(a), middle(b));
  const text = [...o.slice(0, head), ...merged.lines, ...o.slice(o.length - tail)].join("");
  return merged.conflicts === 0 ? { ok: true, text } : { ok: false, text, conflicts: merged.conflicts };
}

/** Lines that all three have at their ends, which need no comparing. */
function alike(...texts: readonly (readonly string[])[]): { head: number; tail: number } {
  const [first = []] = texts;
  const shortest = Math.min(...texts.map((lines) => lines.length));
  let head = 0;
  while (head < shortest && texts.every((lines) => lines[head] === first[head])) head++;
  let tail = 0;
  while (tail < shortest - head && texts.every((lines) => lines[lines.length - 1 - tail] === first[first.length - 1 - tail])) tail++;
  return { head, tail };
}

function mergeMiddle(base: string[], mine: string[], theirs: string[]): { lines: string[]; conflicts: number } {
  let conflicts = 0;
  const lines = diff3MergeRegions(mine, base, theirs).flatMap((region) => {
    if (region.stable) return region.bufferContent;
    if (region.aContent.join("") === region.bContent.join("")) return region.aContent;
    conflicts++;
    return marked(region.aContent, region.bContent);
  });
  return { lines, conflicts };
}

function marked(mine: readonly string[], theirs: readonly string[]): string[] {
  const newline = [...mine, ...theirs].some((line) => line.endsWith("\r\n")) ? "\r\n" : "\n";
  const ended = (lines: readonly string[]): string[] => lines.map((line) => (line.endsWith("\n") ? line : line + newline));
  return [`<<<<<<< mine${newline}`, ...ended(mine), `=======${newline}`, ...ended(theirs), `>>>>>>> on disk${newline}`];
}
