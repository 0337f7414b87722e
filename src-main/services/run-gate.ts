/** How many runs of each DAG are running, and which wait their turn behind `max_active_runs`, oldest first. */

export class RunGate {
  readonly #waiting = new Map<string, number[]>();
  readonly #running = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0 && this.#running.size === 0;
  }

  clear(): void {
    this.#waiting.clear();
    this.#running.clear();
  }

  dagsWaiting(): string[] {
    return [...this.#waiting.keys()];
  }

  wait(dagId: string, run: number): void {
    const line = this.#waiting.get(dagId);
    if (line) line.push(run);
    else this.#waiting.set(dagId, [run]);
  }

  first(dagId: string): number | null {
    return this.#waiting.get(dagId)?.[0] ?? null;
  }

  /** The run begins, or was ended while it waited. */
  leave(dagId: string, run: number): void {
    const line = this.#waiting.get(dagId);
    const place = line?.[0] === run ? 0 : (line?.indexOf(run) ?? -1);
    if (!line || place < 0) return;
    line.splice(place, 1);
    if (line.length === 0) this.#waiting.delete(dagId);
  }

  running(dagId: string): number {
    return this.#running.get(dagId) ?? 0;
  }

  count(dagId: string, by: number): void {
    const next = this.running(dagId) + by;
    if (next > 0) this.#running.set(dagId, next);
    else this.#running.delete(dagId);
  }
}
