/** Stable sort of a stretch of numbers by a key each, without comparing through a callback: the innermost loop of ordering. */

const shortRun = 24;

/** Sorts `list[from]` up to, without it, `list[to]` by `key[list[i]]`; equal keys keep their order. `spare` is as long as `list`. */
export function sortByKey(list: Int32Array, from: number, to: number, key: Float64Array, spare: Int32Array): void {
  for (let run = from; run < to; run += shortRun) insertByKey(list, run, Math.min(run + shortRun, to), key);
  for (let width = shortRun; width < to - from; width *= 2) {
    for (let left = from; left + width < to; left += 2 * width) mergeRuns(list, left, left + width, Math.min(left + 2 * width, to), key, spare);
  }
}

function insertByKey(list: Int32Array, from: number, to: number, key: Float64Array): void {
  for (let i = from + 1; i < to; i += 1) {
    const value = list[i] ?? 0;
    const own = key[value] ?? 0;
    let hole = i;
    for (; hole > from; hole -= 1) {
      const before = list[hole - 1] ?? 0;
      if ((key[before] ?? 0) <= own) break;
      list[hole] = before;
    }
    list[hole] = value;
  }
}

function mergeRuns(list: Int32Array, left: number, middle: number, right: number, key: Float64Array, spare: Int32Array): void {
  if ((key[list[middle - 1] ?? 0] ?? 0) <= (key[list[middle] ?? 0] ?? 0)) return;
  let a = left;
  let b = middle;
  for (let at = left; at < right; at += 1) {
    const takeLeft = b >= right || (a < middle && (key[list[a] ?? 0] ?? 0) <= (key[list[b] ?? 0] ?? 0));
    spare[at] = takeLeft ? (list[a] ?? 0) : (list[b] ?? 0);
    if (takeLeft) a += 1;
    else b += 1;
  }
  for (let at = left; at < right; at += 1) list[at] = spare[at] ?? 0;
}
