/** Spans of time in buckets, as Prometheus has them. */

/** Upper bounds in seconds. */
const bounds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200];

export class Histogram {
  readonly #counts = bounds.map(() => 0);
  #sum = 0;
  #count = 0;

  add(ms: number): void {
    const seconds = Math.max(0, ms) / 1_000;
    this.#sum += seconds;
    this.#count += 1;
    bounds.forEach((bound, at) => {
      if (seconds <= bound) this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    });
  }

  lines(name: string, label = ""): string[] {
    const within = label === "" ? "" : `{${label}}`;
    const bucket = (le: string, count: number): string => `${name}_bucket{${label === "" ? "" : `${label},`}le="${le}"} ${count}`;
    return [...bounds.map((bound, at) => bucket(String(bound), this.#counts[at] ?? 0)), bucket("+Inf", this.#count), `${name}_sum${within} ${this.#sum}`, `${name}_count${within} ${this.#count}`];
  }
}
