/**
 * Finds again what another program gave another name: among the files that changed within a moment, the one with the same bytes.
 * Owns the memory of what changed lately, and looks at nothing else. Two such files are no answer: nobody can tell which it is.
 */
import { extname } from "node:path/posix";
import type { Clock } from "../ports/machine.ts";
import type { KeptTexts, WorkspaceFiles } from "../ports/workspace-files.ts";
import { hashOf } from "./documents.ts";

export interface MovedFilesParts {
  readonly files: Pick<WorkspaceFiles, "check" | "read">;
  readonly kept: Pick<KeptTexts, "move">;
  readonly clock: Clock;
}

/** How long a change is news, and how long one waits for the second half of a rename. */
export const newsMs = 5_000;
export const waitMs = 800;
const stepMs = 100;
const mostNoticed = 2_000;

export class MovedFiles {
  readonly #parts: MovedFilesParts;
  /** Path to when it changed, oldest first. */
  readonly #noticed = new Map<string, number>();

  constructor(parts: MovedFilesParts) {
    this.#parts = parts;
  }

  /** What the watcher tells: files and folders that came, changed or went. */
  notice(paths: readonly string[]): void {
    const now = this.#parts.clock.monotonic();
    for (const path of paths) {
      this.#noticed.delete(path);
      this.#noticed.set(path, now);
    }
    for (const [path, at] of this.#noticed) if (now - at > newsMs || this.#noticed.size > mostNoticed) this.#noticed.delete(path);
  }

  /** Where a file lies now that had these bytes under a path that is gone; its draft and versions then go with it. Null when that cannot be told. */
  async find({ path: asked, hash }: { path: string; hash: string }): Promise<{ to: string | null }> {
    const path = this.#parts.files.check(asked);
    for (let waitedMs = 0; this.#hashAt(path) === null; waitedMs += stepMs) {
      const found = this.#candidates(path).filter((each) => this.#hashAt(each) === hash);
      const [to] = found;
      if (to !== undefined && found.length === 1) {
        this.#parts.kept.move(path, to);
        return { to };
      }
      if (found.length > 1 || waitedMs >= waitMs) break;
      await new Promise<void>((resolve) => void this.#parts.clock.after(stepMs, resolve));
    }
    return { to: null };
  }

  /** The files themselves, and those in a folder that may be the one that was renamed. */
  #candidates(path: string): string[] {
    const parts = path.split("/");
    const tails = parts.map((_, at) => parts.slice(at).join("/"));
    const now = this.#parts.clock.monotonic();
    const fresh = [...this.#noticed].flatMap(([each, at]) => (now - at > newsMs ? [] : [each]));
    const all = fresh.flatMap((each) => [each, ...tails.map((tail) => `${each}/${tail}`)]);
    return [...new Set(all)].filter((each) => each !== path && extname(each) === extname(path));
  }

  /** Null for what is no file, or none that may be read here. */
  #hashAt(path: string): string | null {
    try {
      const found = this.#parts.files.read(this.#parts.files.check(path));
      return found === null ? null : hashOf(found.bytes);
    } catch {
      return null;
    }
  }
}
