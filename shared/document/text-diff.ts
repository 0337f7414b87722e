/**
 * The smallest changes that turn one text into another: what is alike at both ends is left out first, then whole lines are
 * compared, then the ends of each changed stretch. Where comparing would take too long, one change holds the whole middle.
 */
import { diffIndices } from "node-diff3";
import { inOrder, type TextChange } from "./text-change.ts";

/** Pairs of equal lines that the comparison may have to look at, and pairs of lines at all. */
const mostEqualPairs = 2_000_000;
const mostPairs = 60_000_000;

export function diffTexts(from: string, to: string): TextChange[] {
  if (from === to) return [];
  const whole = trimmed({ from, to, start: 0 });
  if (whole === null) return [];
  const lineStart = whole.start === 0 ? 0 : from.lastIndexOf("\n", whole.start - 1) + 1;
  const fromEnd = nextLine(from, whole.end);
  const toEnd = to.length - (from.length - fromEnd);
  const [old, now] = [linesOf(from.slice(lineStart, fromEnd)), linesOf(to.slice(lineStart, toEnd))];
  if (old.length === 1 || now.length === 1 || isCostly(old, now)) return [whole];
  return diffLines(old, now, lineStart);
}

/** The changes of lines that begin at `offset` of the old text. */
function diffLines(old: readonly string[], now: readonly string[], offset: number): TextChange[] {
  const starts = [offset];
  for (const line of old) starts.push((starts.at(-1) ?? 0) + line.length);
  const changes = diffIndices([...old], [...now]).flatMap(({ buffer1Content, buffer2Content, buffer1: [line] }) => {
    return trimmed({ from: buffer1Content.join(""), to: buffer2Content.join(""), start: starts[line] ?? offset }) ?? [];
  });
  return inOrder(changes);
}

/** One change without what is alike at its ends; null when nothing is left. Never cuts a pair of surrogates or a CRLF in two. */
function trimmed({ from, to, start }: { from: string; to: string; start: number }): TextChange | null {
  if (from === to) return null;
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from.charCodeAt(head) === to.charCodeAt(head)) head++;
  while (head > 0 && (isInside(from, head) || isInside(to, head))) head--;
  let tail = 0;
  while (tail < shorter - head && from.charCodeAt(from.length - 1 - tail) === to.charCodeAt(to.length - 1 - tail)) tail++;
  while (tail > 0 && (isInside(from, from.length - tail) || isInside(to, to.length - tail))) tail--;
  return { start: start + head, end: start + from.length - tail, text: to.slice(head, to.length - tail) };
}

function isInside(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const behind = text.charCodeAt(at);
  return (before >= 0xd800 && before <= 0xdbff && behind >= 0xdc00 && behind <= 0xdfff) || (before === 13 && behind === 10);
}

function nextLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** Lines with their line breaks, so that they join to the same text. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The comparison looks at every pair of equal lines: thousands of blank lines are millions of pairs. */
export function isCostly(one: readonly string[], other: readonly string[]): boolean {
  if (one.length * other.length > mostPairs) return true;
  const counts = new Map<string, number>();
  for (const line of other) counts.set(line, (counts.get(line) ?? 0) + 1);
  let pairs = 0;
  for (const line of one) pairs += counts.get(line) ?? 0;
  return pairs > mostEqualPairs;
}
