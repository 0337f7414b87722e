/**
 * The text files of the workspace, opened and saved for the editors. A save replaces only the file that was edited; what another
 * program wrote meanwhile is handed back instead. Drafts and versions are kept so that neither a crash nor a slip loses work.
 * Editing needs no trust: nothing is run, and git is asked only where the workspace is trusted.
 */
import { createHash } from "node:crypto";
import { largestDocumentBytes, type DocumentVersion, type DraftInfo, type OpenDocument, type SaveReply } from "../../shared/contract/documents.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Clock } from "../ports/machine.ts";
import type { FileContent, FileHistory, KeptTexts, StoredDraft, WorkspaceFiles } from "../ports/workspace-files.ts";

export interface DocumentsParts {
  readonly files: WorkspaceFiles;
  readonly kept: KeptTexts;
  readonly history: FileHistory;
  readonly clock: Clock;
  readonly isTrusted: () => boolean;
  /** Files that were just written here, so that nobody waits for the watcher. */
  readonly onWritten: (paths: readonly string[]) => void;
}

const mostVersions = 200;
const untrustedNote = "This workspace is not trusted, so git is not asked; these are the versions saved here.";

export class Documents {
  readonly #parts: DocumentsParts;
  /** One write at a time for a path, in the order in which they were asked for. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(parts: DocumentsParts) {
    this.#parts = parts;
  }

  /** Throws document/not-found when there is neither file nor draft. */
  async open(asked: string): Promise<OpenDocument> {
    const path = this.#parts.files.check(asked);
    await this.#turns.get(path);
    const found = this.#parts.files.read(path);
    const stored = this.#parts.kept.readDraft(path);
    if (found === null && stored === null) throw new AppError("document/not-found", `${path}: there is no such file.`, { path });
    const disk = found === null ? null : readText(path, found);
    const draft = stored === null ? null : { text: stored.text, baseHash: stored.baseHash, savedAt: stored.savedAt, base: this.#baseOf(stored, disk?.hash ?? null) };
    if (found === null || disk === null) return { path, text: "", hash: null, draft, readOnly: null };
    // What was saved is no draft any more, whoever saved it.
    return { path, ...disk, draft: draft?.text === disk.text ? null : draft, readOnly: found.readOnly };
  }

  async draft({ path: asked, text, baseHash, handed = [] }: { path: string; text: string | null; baseHash: string | null; handed?: readonly string[] }): Promise<{ savedAt: number | null }> {
    const { files, kept, clock } = this.#parts;
    const path = files.check(asked);
    return this.#inTurn(path, async () => {
      if (text === null) {
        kept.forgetDraft(path);
        return { savedAt: null };
      }
      const savedAt = clock.now();
      const base = this.#savedOf(path, handed) ?? baseHash;
      this.#keepBase(path, base);
      await kept.writeDraft({ path, text, baseHash: base, savedAt });
      return { savedAt };
    });
  }

  async save({ path: asked, text, baseHash }: { path: string; text: string; baseHash: string | null }): Promise<SaveReply> {
    const { files, kept, clock, onWritten } = this.#parts;
    const path = files.check(asked);
    return this.#inTurn(path, async () => {
      const before = files.read(path);
      const bytes = encode(path, text, before);
      const isWritten = await this.#drafted({ path, text, baseHash }, () => files.write(path, bytes, (there) => hashOf(there) === baseHash || hashOf(there) === hashOf(bytes)));
      if (!isWritten) return { ok: false as const, disk: diskOf(path, files.read(path)) };
      if (before !== null) this.#keepVersion(path, before.bytes, before.modifiedAt);
      this.#keepVersion(path, bytes, clock.now());
      kept.forgetDraft(path);
      onWritten([path]);
      return { ok: true as const, hash: hashOf(bytes) ?? "" };
    });
  }

  drafts(): DraftInfo[] {
    const drafts = this.#parts.kept.listDrafts().flatMap(({ path, text, baseHash, savedAt }): DraftInfo[] => {
      const disk = this.#textOnDisk(path);
      return disk === text ? [] : [{ path, baseHash, savedAt, isGone: disk === null }];
    });
    return drafts.sort((a, b) => b.savedAt - a.savedAt);
  }

  /** By path. */
  draftTexts(): Map<string, string> {
    return new Map(this.#parts.kept.listDrafts().map(({ path, text }) => [path, text]));
  }

  async versions(asked: string): Promise<{ versions: DocumentVersion[]; note: string | null }> {
    const { files, kept, history, isTrusted } = this.#parts;
    const path = files.check(asked);
    const { commits, trouble } = isTrusted() ? await history.log(path, mostVersions) : { commits: [], trouble: untrustedNote };
    const saved = kept.listVersions(path).map(({ id, at }): DocumentVersion => ({ id: `saved:${id}`, source: "saved", at, title: "", author: null }));
    const committed = commits.map(({ id, ...commit }): DocumentVersion => ({ id: `git:${id}`, source: "git", ...commit }));
    const versions = [...saved, ...committed].sort((a, b) => b.at - a.at).slice(0, mostVersions);
    return { versions, note: trouble };
  }

  async version({ path: asked, id }: { path: string; id: string }): Promise<{ text: string }> {
    const { files, kept, history, isTrusted } = this.#parts;
    const path = files.check(asked);
    const [source = "", name = ""] = id.split(":");
    const bytes = source === "saved" ? kept.readVersion(path, name) : source === "git" && isTrusted() ? await history.show(path, name) : null;
    if (bytes === null) throw new AppError("document/not-found", `${path}: there is no version ${JSON.stringify(id)} any more.`, { path });
    return { text: decode(path, bytes) };
  }

  /** Throws document/exists. */
  async create({ path: asked, text }: { path: string; text: string }): Promise<{ hash: string }> {
    const { files, onWritten } = this.#parts;
    const path = files.check(asked);
    return this.#inTurn(path, async () => {
      const bytes = encode(path, text, null);
      if (!(await files.write(path, bytes, (there) => there === null))) throw new AppError("document/exists", `${path}: is there already; open it, or choose another name.`, { path });
      onWritten([path]);
      return { hash: hashOf(bytes) ?? "" };
    });
  }

  async rename(names: { from: string; to: string }): Promise<{ hash: string }> {
    const { files, kept, onWritten } = this.#parts;
    const [from, to] = [files.check(names.from), files.check(names.to)];
    return this.#inTurn(from, async () => {
      files.rename(from, to);
      kept.move(from, to);
      onWritten([from, to]);
      return { hash: hashOf(files.read(to)?.bytes ?? null) ?? "" };
    });
  }

  async delete(asked: string): Promise<Record<never, never>> {
    const { files, kept, clock, onWritten } = this.#parts;
    const path = files.check(asked);
    return this.#inTurn(path, async () => {
      const before = files.read(path);
      if (before !== null) this.#keepVersion(path, before.bytes, clock.now());
      files.remove(path);
      kept.forgetDraft(path);
      onWritten([path]);
      return {};
    });
  }

  /** Null where there is no file; undefined for one that cannot be read as text. */
  #textOnDisk(path: string): string | null | undefined {
    try {
      const found = this.#parts.files.read(this.#parts.files.check(path));
      return found === null ? null : decode(path, found.bytes);
    } catch {
      return undefined;
    }
  }

  /**
   * Whoever is killed between the new bytes and the end of the draft must not leave an older draft than the file: that would be taken for edits
   * which another program has overtaken. So the draft becomes what is saved, first; where nothing was saved it is again what it was.
   */
  async #drafted(saved: Omit<StoredDraft, "savedAt">, write: () => Promise<boolean>): Promise<boolean> {
    const { kept, clock } = this.#parts;
    const before = kept.readDraft(saved.path);
    if (before === null || before.text === saved.text) return write();
    // A draft that cannot be kept must not keep anybody from saving.
    const isKept = await kept.writeDraft({ ...saved, savedAt: clock.now() }).then(() => true, () => false);
    let isSettled = !isKept;
    try {
      const answer = await write();
      isSettled ||= answer;
      return answer;
    } finally {
      if (!isSettled) await kept.writeDraft(before);
    }
  }

  /** What another program writes before the draft is opened again can only be merged while its base is known. */
  #keepBase(path: string, baseHash: string | null): void {
    const { kept } = this.#parts;
    if (baseHash === null || kept.readDraft(path)?.baseHash === baseHash || kept.findVersion(path, baseHash) !== null) return;
    const found = this.#readable(path);
    if (found !== null && hashOf(found.bytes) === baseHash) this.#keepVersion(path, found.bytes, found.modifiedAt);
  }

  /** The hash of the file where it holds one of these texts. */
  #savedOf(path: string, handed: readonly string[]): string | null {
    const found = handed.length === 0 ? null : this.#readable(path);
    if (found === null) return null;
    try {
      const { text, hash } = readText(path, found);
      return handed.includes(text) ? hash : null;
    } catch {
      return null;
    }
  }

  /** Null also for what is no file that can be read now: that must not cost the draft. */
  #readable(path: string): FileContent | null {
    try {
      return this.#parts.files.read(path);
    } catch {
      return null;
    }
  }

  #baseOf({ path, baseHash }: StoredDraft, hash: string | null): string | null {
    const bytes = baseHash === null || baseHash === hash ? null : this.#parts.kept.findVersion(path, baseHash);
    return bytes === null ? null : decode(path, bytes);
  }

  /** A version that cannot be kept must not make a save look failed. */
  #keepVersion(path: string, bytes: Uint8Array, at: number): void {
    try {
      this.#parts.kept.addVersion(path, bytes, at);
    } catch (thrown) {
      process.emitWarning(`${path}: no version was kept: ${String(thrown)}`);
    }
  }

  #inTurn<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#turns.get(path) ?? Promise.resolve()).then(work, work);
    const settled = turn.then(
      () => {},
      () => {},
    );
    this.#turns.set(path, settled);
    void settled.then(() => {
      if (this.#turns.get(path) === settled) this.#turns.delete(path);
    });
    return turn;
  }
}

export function hashOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : createHash("sha256").update(bytes).digest("hex");
}

function diskOf(path: string, found: FileContent | null): { text: string; hash: string } | null {
  return found === null ? null : readText(path, found);
}

function readText(path: string, { bytes }: FileContent): { text: string; hash: string } {
  return { text: decode(path, bytes), hash: hashOf(bytes) ?? "" };
}

const mark = "\uFEFF";

/** Without the byte order mark. Throws document/not-text for what would not come back byte for byte. */
function decode(path: string, bytes: Uint8Array): string {
  const tooLarge = bytes.length > largestDocumentBytes;
  if (tooLarge) throw new AppError("document/not-text", `${path}: has ${(bytes.length / 1024 ** 2).toFixed(1)} MB; at most ${largestDocumentBytes / 1024 ** 2} MB are edited here.`, { path });
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes("\0")) return text.startsWith(mark) ? text.slice(1) : text;
  } catch {
    // Told below.
  }
  throw new AppError("document/not-text", `${path}: is no UTF-8 text; it may be a binary file, or written in another encoding. Save it as UTF-8 first.`, { path });
}

/** The bytes of a text in the place of a file, with the mark that the file has. */
function encode(path: string, text: string, before: FileContent | null): Uint8Array {
  if (!text.isWellFormed()) throw new AppError("document/not-saved", `${path}: half a character stands in the text (an emoji cut in two?); UTF-8 cannot hold it. Remove it and save again.`, { path });
  const bytes = before?.bytes;
  const hasMark = bytes !== undefined && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const encoded = Buffer.from(hasMark && !text.startsWith(mark) ? mark + text : text, "utf8");
  if (encoded.length > largestDocumentBytes) throw new AppError("document/not-saved", `${path}: the text has ${(encoded.length / 1024 ** 2).toFixed(1)} MB; at most ${largestDocumentBytes / 1024 ** 2} MB are saved here.`, { path });
  return encoded;
}
