/** Packing finished runs: what of them is not listed or looked for goes into few bytes. Whoever reads or changes a run need not know whether it is packed. */
export interface PackingStore {
  /** Runs that ended before the instant and are not packed, those that ended first before the others; tries of a person are not among them. `after` is the last of the page before. */
  due(before: number, after: LooseRun | null, limit: number): LooseRun[];
  /** How many such runs there are, and how many are packed. */
  counts(before: number): { readonly due: number; readonly packed: number };
  /** False, and nothing is done, for a run that has something under way or more rows than these. Belongs inside `atomically`. */
  pack(run: number, mostRows?: number): boolean;
  /** What the packed runs take for what was packed. */
  bytes(): number;
}

export interface LooseRun {
  readonly key: number;
  readonly endedAt: number;
}
