/** The sources of runs by name: this machine, and whatever else was opened. */
import { AppError } from "../../shared/errors/app-error.ts";
import type { Disposable } from "../ports/machine.ts";
import type { RunSource } from "../ports/run-source.ts";

export class RunSources {
  readonly #local: RunSource;
  readonly #others = new Map<string, RunSource>();

  constructor(local: RunSource) {
    this.#local = local;
  }

  /** Without a name: this machine. Throws AppError run/unknown-source. */
  of(name: string | undefined): RunSource {
    const source = name === undefined ? this.#local : this.#others.get(name);
    if (source !== undefined) return source;
    throw new AppError("run/unknown-source", `"${name}": no source of runs has this name; it was closed, or never opened. Open it again.`, { source: name });
  }

  add(name: string, source: RunSource): Disposable {
    this.#others.set(name, source);
    return { dispose: () => void this.#others.delete(name) };
  }
}
