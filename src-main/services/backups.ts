/**
 * Backs the state up once a day while an engine is there, and whenever a person asks; keeps the newest few. A day on which nothing was
 * written needs none. The older ones go only after a newer one is on the disk, so that a database that can no longer be copied keeps what
 * there is of it. What prevents a backup is told once, and tried again every hour.
 */
import { messageOf } from "../../shared/errors/app-error.ts";
import { backupsToDrop, type BackupFile, type BackupReason } from "../../shared/model/backup-name.ts";
import type { BackupFolder, BackupWriter } from "../ports/backups.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";

export interface BackupParts {
  readonly folder: BackupFolder;
  readonly writer: BackupWriter;
  readonly clock: Clock;
  readonly log: Log;
}

const firstLookMs = 300_000;
const lookEveryMs = 3_600_000;
const dayMs = 86_400_000;

export class Backups {
  readonly #parts: BackupParts;
  #timer: Disposable | null = null;
  #work: Promise<BackupFile> | null = null;
  #trouble: string | null = null;
  #closed = false;
  /** Told when backups begin to fail and when they go on; null is the latter. */
  onTrouble: (trouble: string | null) => void = () => {};

  constructor(parts: BackupParts) {
    this.#parts = parts;
  }

  /** Before anything runs: what a killed backup left goes. */
  takeUp(): void {
    this.#parts.folder.sweep();
  }

  /** Looks every hour from now on. */
  begin(): void {
    this.#arm(firstLookMs);
  }

  list(): BackupFile[] {
    return this.#parts.folder.list();
  }

  /** Why the last backup failed; null where it did not. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** One that is under way is waited for, and is the answer. Throws store/full, store/damaged. */
  make(why: BackupReason): Promise<BackupFile> {
    this.#work ??= this.#write(why).finally(() => (this.#work = null));
    return this.#work;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.dispose();
    await this.#parts.writer.close();
  }

  async #write(why: BackupReason): Promise<BackupFile> {
    const { folder, writer, clock, log } = this.#parts;
    const began = clock.monotonic();
    try {
      const name = await writer.write({ at: clock.now(), why });
      const files = folder.list();
      const made = files.find((file) => file.name === name);
      if (made === undefined) throw new Error(`${name} is not there any more`);
      for (const old of backupsToDrop(files)) if (old !== name) folder.remove(old);
      log.info("the state was backed up", { name, bytes: made.bytes, ms: Math.round(clock.monotonic() - began) });
      this.#tell(null);
      return made;
    } catch (thrown) {
      if (!this.#closed) this.#tell(messageOf(thrown));
      throw thrown;
    }
  }

  #tell(trouble: string | null): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.onTrouble(trouble);
  }

  #arm(afterMs: number): void {
    if (this.#closed) return;
    this.#timer = this.#parts.clock.after(afterMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    try {
      if (this.#isDue()) await this.make("daily");
    } catch {
      // Told already.
    }
    this.#arm(lookEveryMs);
  }

  #isDue(): boolean {
    const { folder, clock } = this.#parts;
    const now = clock.now();
    const newest = folder.list()[0];
    const changedAt = folder.changedAt();
    if (changedAt === null) return false;
    if (newest === undefined || newest.at > now) return true;
    return now - newest.at >= dayMs && changedAt > newest.at;
  }
}
