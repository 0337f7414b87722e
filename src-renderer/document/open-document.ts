/**
 * One open file: its text, its history, what is on the disk, and how the two come together again. States of the text and the disk:
 *
 *   clean ──change──▶ dirty ──save──▶ clean
 *   clean ──changed outside──▶ clean (the disk's text, as an entry)
 *   dirty ──changed outside, elsewhere in the text──▶ dirty (merged, as an entry)
 *   dirty ──changed outside at the same place──▶ conflict ──resolve──▶ dirty or clean
 *   any ──deleted outside──▶ dirty, to be written anew by a save
 *   any ──renamed outside──▶ the same, under the other name
 *
 * What is on the disk is only ever replaced by a save that names it.
 */
import type { OpenDocument } from "../../shared/contract/documents.ts";
import { emptyHistory, goTo, type HistoryKind, type HistoryStep, markSaved, markUnsaved, record, redo, undo } from "../../shared/document/history.ts";
import { mergeTexts } from "../../shared/document/merge.ts";
import { applyChanges, type TextChange } from "../../shared/document/text-change.ts";
import { diffTexts } from "../../shared/document/text-diff.ts";
import { toFailure } from "../rpc/failure.ts";
import { t } from "../strings/t.ts";
import { DraftKeeper } from "./draft-keeper.ts";
import { type DocumentWire, tooLargeToSend } from "./document-wire.ts";
import type { DocumentState, SaveResult, TextDocument } from "./text-document.ts";

/** What the text was last the same as; null when there is no file. */
interface Base {
  readonly text: string | null;
  readonly hash: string | null;
}

interface Disk {
  readonly text: string;
  readonly hash: string;
}

/** Who keeps documents by their paths. */
export interface DocumentMoves {
  /** False where that path is another document's. */
  readonly mayFollow: (to: string) => boolean;
  readonly followed: (from: string, to: string) => void;
}

/** A save that meets another writer merges and tries again; somebody who writes all the time wins in the end. */
const mostTries = 3;

export class OpenTextDocument implements TextDocument {
  #path: string;
  readonly #moves: DocumentMoves;
  readonly #wire: DocumentWire;
  readonly #drafts: DraftKeeper;
  readonly #listeners = new Set<() => void>();
  #state: DocumentState;
  #base: Base;
  /** The disk's side of a conflict. */
  #theirs: Disk | null = null;
  /** Handed to a save whose answer never came: found on the disk, it is ours and no other writer's. */
  #unanswered: string | null = null;
  /** Handed to a save that is under way. */
  #saving: string | null = null;
  /** Saves and looks at the disk, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #isLookPlanned = false;
  /** There is no file, and none is wanted: until the text changes again. */
  #isGivenUp = false;

  constructor(wire: DocumentWire, opened: OpenDocument, moves: DocumentMoves) {
    const { path, text, hash, draft, readOnly } = opened;
    this.#path = path;
    this.#moves = moves;
    this.#wire = wire;
    this.#base = { text: hash === null ? null : text, hash };
    // What never was a file is no edit of one: nothing is recovered, it is there as it was.
    const isUnwritten = hash === null && draft !== null && draft.baseHash === null;
    this.#state = { text: isUnwritten ? draft.text : text, version: 1, disk: this.#base.text, dirty: hash === null, history: emptyHistory, saving: false, recovered: false, conflict: null, readOnly, trouble: null };
    this.#drafts = new DraftKeeper({ current: () => ({ text: this.#state.dirty ? this.#state.text : null }), send: (unsaved) => this.#keep(unsaved) }, draft?.text ?? null);
    if (draft !== null && !isUnwritten) this.#recover(draft, opened);
  }

  /** Another one once the file was renamed outside. */
  get path(): string {
    return this.#path;
  }

  get(): DocumentState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  type(changes: readonly TextChange[]): void {
    this.#record(t("Typing"), changes, "type");
  }

  change(name: string, changes: readonly TextChange[], gesture?: string): void {
    this.#record(name, changes, "edit", gesture);
  }

  undo(): void {
    this.#step(undo(this.#state.history, this.#state.text));
  }

  redo(): void {
    this.#step(redo(this.#state.history, this.#state.text));
  }

  goTo(entry: number): void {
    this.#step(goTo(this.#state.history, this.#state.text, entry));
  }

  save(): Promise<SaveResult> {
    return this.#inTurn(() => this.#save(mostTries));
  }

  async revert(): Promise<void> {
    await this.look();
    if (this.#theirs !== null) this.resolve("theirs");
    // Where there is no file any more, nothing is what is left; as any step, undo takes it back.
    this.#become(this.#base.text ?? "", this.#base.text === null ? t("Discard a text without a file") : t("Revert to the saved file"), "edit");
    this.#isGivenUp = this.#base.text === null;
    this.#settle({ recovered: false, history: markSaved(this.#state.history) });
    this.#drafts.touch();
  }

  resolve(choice: "mine" | "theirs" | "merged"): void {
    const theirs = this.#theirs;
    if (theirs === null) return;
    if (choice === "merged") {
      // Anew: there may have been typing since the conflict was seen.
      const { text } = mergeTexts({ base: this.#base.text ?? "", mine: this.#state.text, theirs: theirs.text });
      if (text === null) return;
      this.#become(text, t("Merge with the file on disk"), "edit");
    } else if (choice === "theirs") this.#become(theirs.text, t("Take the file on disk"), "edit");
    this.#base = theirs;
    this.#theirs = null;
    this.#settle({ conflict: null, trouble: null });
  }

  /** The file may be another: compares it with the disk. Calls while one waits are one. */
  look(): Promise<void> {
    if (this.#isLookPlanned) return this.#inTurn(async () => {});
    this.#isLookPlanned = true;
    return this.#inTurn(async () => {
      this.#isLookPlanned = false;
      try {
        const { text, hash, readOnly } = await this.#wire.open({ path: this.path });
        if (readOnly !== this.#state.readOnly) this.#set({ readOnly });
        if (hash === null) await this.#missed();
        else this.#meet({ text, hash });
      } catch (thrown) {
        const failure = toFailure(thrown);
        if (failure.code === "document/not-found" && /no such file/.test(failure.message)) await this.#missed();
        else if (failure.code !== "engine/unavailable") this.#set({ trouble: failure.message });
      }
    });
  }

  /** There is no file by this name any more: it has another one, or none. */
  async #missed(): Promise<void> {
    const { hash } = this.#base;
    const { to } = hash === null ? { to: null } : await this.#wire.moved({ path: this.#path, hash }).catch(() => ({ to: null }));
    if (to === null || !this.#moves.mayFollow(to)) return this.#meet(null);
    const from = this.#path;
    this.#path = to;
    this.#moves.followed(from, to);
    // Views that name it are drawn anew.
    this.#set({});
  }

  /** The window may be gone the next moment. */
  keepNow(): void {
    this.#drafts.flush();
  }

  close(): void {
    this.#drafts.close();
  }

  #recover(draft: NonNullable<OpenDocument["draft"]>, { text, hash }: OpenDocument): void {
    const isSameFile = draft.baseHash === hash;
    this.#become(draft.text, t("Recover unsaved changes"), "edit");
    this.#set({ recovered: true });
    if (isSameFile) return;
    if (hash === null) return this.#set({ trouble: this.#goneMessage() });
    // Where it is not known what the draft was made from, nothing can be merged.
    const merged = draft.base === null ? { ok: false as const, text: null } : mergeTexts({ base: draft.base, mine: draft.text, theirs: text });
    if (merged.ok) return this.#become(merged.text, t("Changed on disk, merged"), "external");
    // A draft that is kept from here on is still one of the older file.
    this.#base = { text: draft.base, hash: draft.baseHash };
    this.#theirs = { text, hash };
    this.#settle({ conflict: { disk: text, merged: merged.text } });
  }

  #record(name: string, changes: readonly TextChange[], kind: HistoryKind, gesture?: string): void {
    const { text, history } = this.#state;
    const real = changes.filter(({ start, end, text: written }) => text.slice(start, end) !== written);
    if (real.length === 0) return;
    const how = { name, kind, at: Date.now(), ...(gesture === undefined ? {} : { gesture }) };
    this.#move(applyChanges(text, real).text, record(history, text, real, how));
  }

  #step(step: HistoryStep | null): void {
    if (step !== null) this.#move(step.text, step.history);
  }

  #become(text: string, name: string, kind: HistoryKind): void {
    this.#record(name, diffTexts(this.#state.text, text), kind);
  }

  #move(text: string, history: DocumentState["history"]): void {
    this.#isGivenUp = false;
    this.#settle({ text, history, version: this.#state.version + 1 });
    this.#drafts.touch();
  }

  /** Sets what is given and what follows from it. */
  #settle(part: Partial<DocumentState>): void {
    const next = { ...this.#state, ...part };
    const dirty = !this.#isGivenUp && (this.#base.text === null || next.text !== this.#base.text);
    this.#set({ ...part, dirty, disk: this.#base.text });
  }

  #set(part: Partial<DocumentState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of [...this.#listeners]) listener();
  }

  /** The disk holds this now. */
  #meet(disk: Disk | null): void {
    if (disk === null) {
      if (this.#base.hash === null) return;
      this.#base = { text: null, hash: null };
      this.#theirs = null;
      this.#settle({ conflict: null, trouble: this.#goneMessage(), history: markUnsaved(this.#state.history) });
      this.#drafts.touch();
      return;
    }
    if (disk.hash === this.#base.hash && this.#theirs === null) return;
    if (disk.hash === this.#theirs?.hash) return;
    if (disk.text === this.#unanswered) return void this.#saved(disk.text, disk.hash);
    const merged = this.#state.dirty ? mergeTexts({ base: this.#base.text ?? "", mine: this.#state.text, theirs: disk.text }) : { ok: true as const, text: disk.text };
    if (!merged.ok) {
      this.#theirs = disk;
      this.#set({ conflict: { disk: disk.text, merged: merged.text } });
      return;
    }
    const wasDirty = this.#state.dirty;
    this.#base = disk;
    this.#theirs = null;
    this.#become(merged.text, wasDirty ? t("Changed on disk, merged") : t("Changed on disk"), "external");
    const { history } = this.#state;
    this.#settle({ conflict: null, trouble: null, history: this.#state.text === disk.text ? markSaved(history) : markUnsaved(history) });
    this.#drafts.touch();
  }

  async #save(tries: number): Promise<SaveResult> {
    if (this.#theirs !== null) return { ok: false, reason: "conflict", message: t("{{path}} was changed on disk at the same place; choose which text to keep.", { path: this.path }) };
    const { text, history } = this.#state;
    const tooLarge = tooLargeToSend(this.path, text);
    if (tooLarge !== null) return this.#failed("failed", tooLarge);
    // Typing goes on meanwhile: what is being saved keeps a place of its own in the history.
    this.#set({ saving: true, history: markSaved(history) });
    this.#saving = text;
    try {
      const reply = await this.#wire.save({ path: this.path, text, baseHash: this.#base.hash });
      if (reply.ok) return this.#saved(text, reply.hash);
      this.#set({ saving: false, history: { ...this.#state.history, saved: history.saved } });
      this.#meet(reply.disk);
      if (reply.disk === null) return this.#failed("deleted", this.#goneMessage());
      return tries > 1 ? await this.#save(tries - 1) : this.#failed("failed", t("{{path}} is being written by another program all the time; try again.", { path: this.path }));
    } catch (thrown) {
      const failure = toFailure(thrown);
      this.#unanswered = text;
      this.#set({ history: { ...this.#state.history, saved: history.saved } });
      return this.#failed(failure.code === "document/read-only" ? "read-only" : "failed", failure.message);
    } finally {
      this.#saving = null;
    }
  }

  #saved(text: string, hash: string): SaveResult {
    this.#base = { text, hash };
    this.#unanswered = null;
    this.#isGivenUp = false;
    this.#settle({ saving: false, recovered: false, trouble: null });
    this.#drafts.saved();
    return { ok: true };
  }

  #failed(reason: "deleted" | "read-only" | "failed", message: string): SaveResult {
    this.#set({ saving: false, trouble: message });
    return { ok: false, reason, message };
  }

  async #keep(text: string | null): Promise<void> {
    const tooLarge = text === null ? null : tooLargeToSend(this.path, text);
    if (tooLarge !== null) return this.#set({ trouble: tooLarge });
    try {
      await this.#wire.draft({ path: this.path, baseHash: this.#base.hash, text, handed: this.#handed(text) });
    } catch (thrown) {
      const failure = toFailure(thrown);
      // A lost wire heals by itself, and the window says so already.
      if (failure.code !== "engine/unavailable") this.#set({ trouble: t("{{message}} Unsaved changes are not kept against a crash.", { message: failure.message }) });
      throw thrown;
    }
  }

  /** What is typed while a save is under way was made from the text of that save, and must not be taken for edits which it has overtaken. */
  #handed(text: string | null): string[] {
    const handed = text === null ? [] : [this.#saving, this.#unanswered].filter((one) => one !== null);
    return tooLargeToSend(this.path, [text, ...handed].join("")) === null ? handed : [];
  }

  #goneMessage(): string {
    return t("{{path}} was deleted on disk. Save to write it anew.", { path: this.path });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
