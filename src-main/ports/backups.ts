/** Backups of the state database, as the services see them. */
import type { BackupFile, BackupReason } from "../../shared/model/backup-name.ts";

export interface BackupWriter {
  /** Resolves with the name of the file when it is on the disk, read back and synced. Throws store/full, store/damaged. Scheduling goes on meanwhile. */
  write(order: { readonly at: number; readonly why: BackupReason }): Promise<string>;
  /** Ends a backup that is under way; what there is of it goes. */
  close(): Promise<void>;
}

export interface BackupFolder {
  /** The newest first. */
  list(): BackupFile[];
  remove(name: string): void;
  /** Takes away what a killed backup left. Nobody may be writing one. */
  sweep(): void;
  /** When the state was last written to, null where there is none. */
  changedAt(): number | null;
}
