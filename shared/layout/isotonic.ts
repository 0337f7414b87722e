/**
 * Places things in a row as near as can be to where each wants to be, without changing their order or coming closer than
 * allowed: isotonic regression by pooling neighbours that are in each other's way (pool adjacent violators). Linear time.
 */

export interface Row {
  /** Variables, first to last; `from` up to, without it, `to`. */
  readonly list: Int32Array;
  readonly apart: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** Owns scratch memory for rows of at most `longest`. The answer sets `place` of each variable in the row; squares count. */
export function rowPlacer(longest: number): (row: Row, want: Float64Array, weight: Float64Array, place: Float64Array) => void {
  const mean = new Float64Array(longest);
  const sum = new Float64Array(longest);
  const end = new Int32Array(longest);
  return ({ list, apart, from, to }, want, weight, place) => {
    let pools = 0;
    let offset = 0;
    for (let at = from; at < to; at += 1) {
      const variable = list[at] ?? 0;
      offset += apart[at] ?? 0;
      let poolMean = (want[variable] ?? 0) - offset;
      let poolSum = weight[variable] ?? 0;
      while (pools > 0 && (mean[pools - 1] ?? 0) >= poolMean) {
        pools -= 1;
        const other = sum[pools] ?? 0;
        poolMean = (poolMean * poolSum + (mean[pools] ?? 0) * other) / (poolSum + other);
        poolSum += other;
      }
      mean[pools] = poolMean;
      sum[pools] = poolSum;
      end[pools] = at;
      pools += 1;
    }
    offset = 0;
    let pool = 0;
    for (let at = from; at < to; at += 1) {
      while (at > (end[pool] ?? 0)) pool += 1;
      offset += apart[at] ?? 0;
      place[list[at] ?? 0] = (mean[pool] ?? 0) + offset;
    }
  };
}
