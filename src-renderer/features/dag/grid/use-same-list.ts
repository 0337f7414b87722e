/** A list that stays the same object as long as it holds the same: what hangs on it is not done anew when only something else has changed. */
import { useState } from "react";

export function useSameList<T>(list: readonly T[]): readonly T[] {
  const [kept, keep] = useState(list);
  if (kept.length === list.length && kept.every((each, at) => each === list[at])) return kept;
  keep(list);
  return list;
}
