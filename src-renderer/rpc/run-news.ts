/** Tells who wants to know which runs changed, as the engine's events say it. */
import type { RunSummary } from "../../shared/model/run.ts";

export class RunNews {
  readonly #listeners = new Set<(runs: readonly RunSummary[]) => void>();

  /** Returns the call that stops listening. */
  listen(listener: (runs: readonly RunSummary[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(runs: readonly RunSummary[]): void {
    for (const listener of [...this.#listeners]) listener(runs);
  }
}
