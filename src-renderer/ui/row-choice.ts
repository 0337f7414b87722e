/** Rows chosen in a list, by key: one by one, as a range, or many at once. Pure; a range goes by the order of the rows as they stand. */
export interface ChosenRows {
  readonly keys: ReadonlySet<string>;
  /** Where a range begins: the row chosen last. */
  readonly anchor: string | null;
}

export const noneChosen: ChosenRows = { keys: new Set(), anchor: null };

/** Takes the row in or out. */
export function toggled({ keys }: ChosenRows, key: string): ChosenRows {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return { keys: next, anchor: key };
}

/** Takes in everything between the row chosen last and this one; the beginning stays, so that the range may be drawn on. */
export function extended(chosen: ChosenRows, key: string, order: readonly string[]): ChosenRows {
  const from = chosen.anchor === null ? -1 : order.indexOf(chosen.anchor);
  const to = order.indexOf(key);
  if (from < 0 || to < 0) return toggled(chosen, key);
  const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { keys: new Set([...chosen.keys, ...between]), anchor: chosen.anchor };
}

export function withAll(chosen: ChosenRows, keys: readonly string[]): ChosenRows {
  return { keys: new Set([...chosen.keys, ...keys]), anchor: chosen.anchor };
}
