/** The lines in which two texts with the same lines otherwise differ. Pure; for previews. */
export interface ChangedLine {
  /** From 1. */
  readonly number: number;
  readonly before: string;
  readonly after: string;
}

export function changedLines(before: string, after: string): ChangedLine[] {
  const now = after.split("\n");
  return before.split("\n").flatMap((line, at) => (now[at] === line ? [] : [{ number: at + 1, before: line, after: now[at] ?? "" }]));
}
