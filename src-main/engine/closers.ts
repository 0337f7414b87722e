/** What was opened, to be closed in the reverse order, each even when another one fails. */

export interface CloseOptions {
  /** End the tasks that run; otherwise they go on under the runner's grace rule. */
  readonly stopTasks: boolean;
}

type Closer = (options: CloseOptions) => unknown;

export class Closers {
  readonly #closers: Closer[] = [];

  add(closer: Closer): void {
    this.#closers.push(closer);
  }

  /** Rejects with the first failure, after all were tried. A second call finds nothing to do. */
  async close(options: CloseOptions): Promise<void> {
    const failures: unknown[] = [];
    for (const closer of this.#closers.splice(0).reverse()) {
      try {
        await closer(options);
      } catch (thrown) {
        failures.push(thrown);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
