/** Since when DAGs make no runs by schedule because their files are being read: what comes due meanwhile is not late for it. */
export class HeldSchedules {
  readonly #since = new Map<string, number>();

  since(dagId: string): number | undefined {
    return this.#since.get(dagId);
  }

  /** From the first time that it was found to be held. */
  hold(dagId: string, now: number): void {
    if (!this.#since.has(dagId)) this.#since.set(dagId, now);
  }

  release(dagId: string): void {
    this.#since.delete(dagId);
  }
}
