/** The audit trail and the notes as the services see them. The trail is written in the transaction of the act that it tells of. */
import type { AffectedTask, AuditAct, AuditEntry, AuditFilter } from "../../shared/contract/audit.ts";
import type { Note } from "../../shared/contract/acts.ts";
import type { Actor } from "../../shared/model/actor.ts";

export interface NewAuditEntry {
  readonly at: number;
  readonly by: Actor;
  readonly act: AuditAct;
  readonly dagId?: string;
  readonly runId?: string;
  readonly taskId?: string;
  /** The first entry of what was asked for in one go; absent: this is it. */
  readonly batch?: number | undefined;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly reason?: string | undefined;
  /** Why it was not done. */
  readonly refusal?: string;
  readonly affected?: readonly AffectedTask[];
  /** How things were before, as plain data, for what can be taken back. */
  readonly former?: unknown;
  readonly undoes?: number;
}

export interface AuditStore {
  /** Returns the number of the entry. */
  add(entry: NewAuditEntry): number;
  /** Newest first. */
  list(filter: AuditFilter & { limit: number }): AuditEntry[];
  get(id: number): AuditEntry | null;
  /** All that was asked for in one go, newest first. */
  batch(id: number): AuditEntry[];
  affected(id: number): AffectedTask[];
  former(id: number): unknown;
  /** The newest of these kinds. */
  last(acts: readonly AuditAct[]): AuditEntry | null;
}

export interface NoteStore {
  /** `task` is null for the run itself. An empty text takes the note away. Returns the text of before. */
  set(note: { run: number; task: number | null; text: string; at: number; by: string }): string;
  get(run: number, task: number | null): string;
  /** Newest first. */
  list(filter: { dagId?: string | undefined; limit: number }): Note[];
}
