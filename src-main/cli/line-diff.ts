/** What changed between two texts, line by line, as a person reads a patch. */

const context = 2;
/** Beyond this many lines on a side the changed middle is shown as replaced whole. */
const comparedLines = 1500;

interface Step {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

/** Lines marked ` `, `-` or `+`, in hunks headed `@@ -from +to @@`; empty when nothing changed. */
export function lineDiff(before: string, after: string): string[] {
  if (before === after) return [];
  const old = before.split("\n");
  const now = after.split("\n");
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const start = Math.max(0, head - context);
  const following = old.slice(old.length - tail, old.length - tail + context);
  const steps: Step[] = [...old.slice(start, head).map(kept), ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)), ...following.map(kept)];
  return hunks(steps, start + 1);
}

const kept = (line: string): Step => ({ mark: " ", line });

/** The longest common subsequence, by the textbook table. */
function middle(old: readonly string[], now: readonly string[]): Step[] {
  const removed = old.map((line): Step => ({ mark: "-", line }));
  const added = now.map((line): Step => ({ mark: "+", line }));
  if (old.length === 0 || now.length === 0 || old.length > comparedLines || now.length > comparedLines) return [...removed, ...added];
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) for (let j = now.length - 1; j >= 0; j -= 1) lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const steps: Step[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      steps.push(kept(old[i++] ?? ""));
      j += 1;
    } else if (i < old.length && (j === now.length || at(i + 1, j) >= at(i, j + 1))) steps.push({ mark: "-", line: old[i++] ?? "" });
    else steps.push({ mark: "+", line: now[j++] ?? "" });
  }
  return steps;
}

/** Cuts runs of unchanged lines longer than the context on both sides. */
function hunks(steps: readonly Step[], firstLine: number): string[] {
  const isNear = (index: number): boolean => steps.slice(Math.max(0, index - context), index + context + 1).some(({ mark }) => mark !== " ");
  const lines: string[] = [];
  let oldLine = firstLine;
  let newLine = firstLine;
  let wasNear = false;
  for (const [index, { mark, line }] of steps.entries()) {
    const near = isNear(index);
    if (near && !wasNear) lines.push(`@@ -${oldLine} +${newLine} @@`);
    if (near) lines.push(`${mark}${line}`);
    wasNear = near;
    if (mark !== "+") oldLine += 1;
    if (mark !== "-") newLine += 1;
  }
  return lines;
}
