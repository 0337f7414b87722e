/**
 * Workspaces whose engines work on without a window, where the person has asked for that: which they are, what they say of themselves, and what
 * is asked before they are stopped. Windows are gone by then; only engines stay. Knows nothing of windows, trays and menus, so that it is tested.
 */
import { basename } from "node:path";
import type { Standing } from "../../shared/contract/standing.ts";

export interface BackgroundParts {
  /** The person's word: windows that close leave their engines at work. */
  readonly isOn: () => boolean;
  readonly hasWindow: (workspace: string) => boolean;
  /** Tasks that its engine last said are running. */
  readonly runningIn: (workspace: string) => number;
  readonly start: (workspace: string) => void;
  readonly stop: (workspace: string) => void;
  readonly memory: { keptInBackground(): string[]; keepInBackground(workspaces: readonly string[]): void };
  /** Native question; true to stop them. */
  readonly askToStop: (question: StopQuestion) => Promise<boolean>;
  /** A run failed where no window tells of it. */
  readonly onFailure: (workspace: string, failed: { readonly dagId: string; readonly runId: string }) => void;
  readonly onChange: () => void;
}

export interface StopQuestion {
  readonly act: "quit" | "stop";
  /** Those in which tasks run. */
  readonly busy: readonly { readonly name: string; readonly running: number }[];
}

export interface KeptWorkspace {
  readonly path: string;
  readonly name: string;
  readonly hasWindow: boolean;
  /** Null until its engine has said something. */
  readonly standing: Standing | null;
  /** Since a window on it was last open. */
  readonly failedSince: number;
}

export class Background {
  readonly #parts: BackgroundParts;
  readonly #kept = new Set<string>();
  readonly #standings = new Map<string, Standing>();
  /** How many had failed when a person last had it before them. */
  readonly #seen = new Map<string, number>();

  constructor(parts: BackgroundParts) {
    this.#parts = parts;
  }

  get isOn(): boolean {
    return this.#parts.isOn();
  }

  /** Starts the engines that worked in the background when the program ended, and `more`. */
  resume(more: readonly string[] = []): void {
    if (!this.isOn) return;
    for (const path of [...this.#parts.memory.keptInBackground(), ...more]) {
      if (this.#kept.has(path) || this.#parts.hasWindow(path)) continue;
      this.#kept.add(path);
      this.#parts.start(path);
    }
    this.#keepMemory();
  }

  /** Its window is closed: true where its engine stays at work. */
  leave(path: string): boolean {
    if (!this.isOn) return false;
    this.#kept.add(path);
    this.#keepMemory();
    return true;
  }

  /** A window shows it. */
  enter(path: string): void {
    this.#look(path);
    if (this.#kept.delete(path)) this.#keepMemory();
    else this.#parts.onChange();
  }

  hear(path: string, standing: Standing): void {
    const before = this.#standings.get(path);
    this.#standings.set(path, standing);
    if (this.#parts.hasWindow(path)) this.#look(path);
    else if (standing.lastFailed !== null && standing.failed > (before?.failed ?? 0)) this.#parts.onFailure(path, standing.lastFailed);
    this.settle();
    this.#parts.onChange();
  }

  /** The engine is another one, or gone: what it said counts no more. */
  forget(path: string): void {
    this.#standings.delete(path);
    this.#seen.delete(path);
    this.#parts.onChange();
  }

  /** DAGs that run by schedule there now. */
  scheduledIn(path: string): number {
    return this.#standings.get(path)?.scheduled ?? 0;
  }

  /** Where nothing stays in the background any more, engines go when their tasks have ended. */
  settle(): void {
    if (this.isOn) return;
    for (const path of [...this.#kept]) if (this.#parts.runningIn(path) === 0) this.#drop(path);
  }

  async stop(path: string): Promise<void> {
    if (!this.#kept.has(path)) return;
    const running = this.#parts.runningIn(path);
    if (running > 0 && !(await this.#parts.askToStop({ act: "stop", busy: [{ name: basename(path), running }] }))) return;
    if (this.#kept.has(path)) this.#drop(path);
  }

  /** Tasks that quitting would stop and that no window asks about. */
  get busy(): StopQuestion["busy"] {
    return [...this.#kept].map((path) => ({ name: basename(path), running: this.#parts.runningIn(path) })).filter(({ running }) => running > 0);
  }

  askToQuit(): Promise<boolean> {
    return this.#parts.askToStop({ act: "quit", busy: this.busy });
  }

  /** Those with a window first. */
  list(open: readonly string[]): KeptWorkspace[] {
    return [...new Set([...open, ...this.#kept])].map((path) => {
      const standing = this.#standings.get(path) ?? null;
      const seen = Math.min(this.#seen.get(path) ?? 0, standing?.failed ?? 0);
      return { path, name: basename(path), hasWindow: !this.#kept.has(path), standing, failedSince: (standing?.failed ?? 0) - seen };
    });
  }

  #drop(path: string): void {
    this.#kept.delete(path);
    this.#standings.delete(path);
    this.#parts.stop(path);
    this.#keepMemory();
  }

  #look(path: string): void {
    this.#seen.set(path, this.#standings.get(path)?.failed ?? 0);
  }

  #keepMemory(): void {
    this.#parts.memory.keepInBackground([...this.#kept]);
    this.#parts.onChange();
  }
}
