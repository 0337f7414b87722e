/** What every view of a file works with: one document a file, whatever its kind. The text is the truth; all views only change it. */
import type { TextHistory } from "../../shared/document/history.ts";
import type { TextChange } from "../../shared/document/text-change.ts";

export interface TextDocument {
  /** Relative to the workspace. */
  readonly path: string;
  get(): DocumentState;
  /** Called after every change of the state; returns the call that stops it. */
  subscribe(listener: () => void): () => void;
  /** From the editor: changes relative to the text as it is. */
  type(changes: readonly TextChange[]): void;
  /** From canvas or forms: one named entry. Entries of the same gesture become one. */
  change(name: string, changes: readonly TextChange[], gesture?: string): void;
  undo(): void;
  redo(): void;
  /** To the place where `entry` entries of the history are in the text; 0 is before all of them. */
  goTo(entry: number): void;
  /** The file may be another: compares it with the disk. */
  look(): Promise<void>;
  save(): Promise<SaveResult>;
  /** Back to what is on the disk, as an entry that can be undone. */
  revert(): Promise<void>;
  /** Ends a conflict. Nothing is written until the next save. */
  resolve(choice: "mine" | "theirs" | "merged"): void;
}

export interface DocumentState {
  readonly text: string;
  /** Grows with every change of the text. */
  readonly version: number;
  /** The text of the file as it was last seen on the disk; null when there is no file. */
  readonly disk: string | null;
  /** The text is not the one on the disk. */
  readonly dirty: boolean;
  readonly history: TextHistory;
  readonly saving: boolean;
  /** What a crash or a closed window had left unsaved is in the text; until the next save or revert. */
  readonly recovered: boolean;
  /** The file was changed by another program where it was changed here too. */
  readonly conflict: DocumentConflict | null;
  /** Why it cannot be saved, as a sentence. */
  readonly readOnly: string | null;
  /** What last went wrong with it, as a sentence. */
  readonly trouble: string | null;
}

export interface DocumentConflict {
  readonly disk: string;
  /** Both, with marks around what each side wrote; null where they cannot be merged. */
  readonly merged: string | null;
}

export type SaveResult = { readonly ok: true } | { readonly ok: false; readonly reason: "conflict" | "deleted" | "read-only" | "failed"; readonly message: string };
