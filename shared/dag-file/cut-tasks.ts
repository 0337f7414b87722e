/** Where a long DAG text may be cut so that each part can be read as YAML for itself: between tasks that stand one below the other. Pure. */
import { longLimits } from "./limits.ts";
import type { Span } from "./report.ts";

export interface TaskBlocks {
  /** Of the key `tasks`. */
  readonly keyAt: number;
  /** Spaces before each task. */
  readonly column: number;
  /** Where each block starts; the first holds what stands above the first task. */
  readonly starts: readonly number[];
  /** Where the tasks end and other keys of the file follow, or the text ends. */
  readonly end: number;
}

/** Why a text cannot be read in parts, and where. */
export class Hindrance {
  readonly why: string;
  readonly span: Span;

  constructor(why: string, span: Span) {
    this.why = why;
    this.span = span;
  }
}

const newDocument = /^(?:---|\.\.\.|%)/m;
const tasksLine = /^tasks:[ \t]*(?:#.*)?\r?\n/m;

/** Blocks of at least `blockLength` characters, the last one apart. That each is whole is for the reading to say: a text may only look like tasks. */
export function cutTasks(text: string, blockLength: number): TaskBlocks | Hindrance {
  const marker = newDocument.exec(text);
  if (marker !== null) return hindered("a `---`, `...` or `%` at the start of a line ends or changes the YAML", marker.index, 3);
  const line = tasksLine.exec(text);
  if (line === null) return hindered("that needs `tasks:` alone on a line, with one task below the other", 0, 0);
  const from = line.index + line[0].length;
  const starts = [from];
  let column = 0;
  let tasks = 0;
  let at = from;
  for (let next = at; at < text.length; at = next) {
    const lineBreak = text.indexOf("\n", at);
    next = lineBreak === -1 ? text.length : lineBreak + 1;
    const indent = indentOf(text, at);
    if (isFree(text, at + indent, next)) continue;
    if (indent === 0) break;
    if (column === 0) column = indent;
    if (indent === column && text.startsWith("- ", at + indent)) return hindered("that needs a mapping of tasks, and this is a list", at + indent, 1);
    if (indent !== column || !mayStartTask(text, at + indent)) continue;
    if (++tasks > longLimits.tasks) return hindered(`it has more than ${longLimits.tasks} tasks`, at, 0);
    if (tasks > 1 && at - (starts.at(-1) ?? 0) >= blockLength) starts.push(at);
  }
  if (column === 0) return hindered("it has no task below `tasks:`", line.index, 5);
  return { keyAt: line.index, column, starts, end: at };
}

function hindered(why: string, at: number, length: number): Hindrance {
  return new Hindrance(why, { start: at, end: at + length });
}

function indentOf(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === 32) end++;
  return end - at;
}

/** Blank, or a comment. */
function isFree(text: string, at: number, end: number): boolean {
  return text.charAt(at) === "#" || text.slice(at, Math.min(end, at + 1_000)).trim() === "";
}

/** A closing bracket belongs to the task above, and so does what follows an explicit key. */
function mayStartTask(text: string, at: number): boolean {
  return !"}]:\t".includes(text.charAt(at));
}
