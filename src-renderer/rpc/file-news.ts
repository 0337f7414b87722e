/** Tells who shows files which ones changed on the disk. A path may be a folder; "." stands for anything in the workspace. */
export class FileNews {
  readonly #listeners = new Set<(paths: readonly string[]) => void>();

  /** Returns the call that stops listening. */
  listen(listener: (paths: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(paths: readonly string[]): void {
    for (const listener of [...this.#listeners]) listener(paths);
  }
}

/** True when the news may be about this file. */
export function isAbout(path: string, paths: readonly string[]): boolean {
  return paths.some((one) => one === "." || one === path || path.startsWith(`${one}/`));
}
