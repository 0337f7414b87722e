import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../shared/errors/app-error.ts";
import type { DraftText, OpenDocument, SaveReply } from "../../shared/contract/documents.ts";
import { FileNews } from "../rpc/file-news.ts";
import { DocumentRegistry } from "./document-registry.ts";
import type { OpenTextDocument } from "./open-document.ts";
import type { TextDocument } from "./text-document.ts";

/** The engine's side in memory: one file, its draft, and what goes wrong when a test wants it to. */
class FakeWire {
  disk: string | null = "a: 1\nb: 2\nc: 3\n";
  kept: DraftText | null = null;
  /** Whether the engine still has what a draft was made from. */
  knowsBases = false;
  calls: string[] = [];
  failure: Error | null = null;
  /** Runs before a save is answered. */
  meanwhile: () => void = () => {};
  gate: Promise<void> = Promise.resolve();
  /** Holds back the answer to a draft that the engine has. */
  draftGate: Promise<void> = Promise.resolve();

  #hash(): string | null {
    return this.disk === null ? null : `#${this.disk}`;
  }

  async open({ path }: { path: string }): Promise<OpenDocument> {
    if (this.disk === null && this.kept === null) throw new AppError("document/not-found", `${path}: there is no such file.`);
    const base = this.knowsBases && this.kept?.baseHash !== this.#hash() ? (this.kept?.baseHash?.slice(1) ?? null) : null;
    return { path, text: this.disk ?? "", hash: this.#hash(), draft: this.kept === null || this.kept.text === this.disk ? null : { ...this.kept, base }, readOnly: null };
  }

  async draft({ baseHash, text, handed }: { baseHash: string | null; text: string | null; handed: readonly string[] }): Promise<void> {
    this.calls.push(`draft ${JSON.stringify(text)}`);
    if (this.failure) throw this.failure;
    const base = this.disk !== null && handed.includes(this.disk) ? this.#hash() : baseHash;
    this.kept = text === null ? null : { text, baseHash: base, savedAt: Date.now() };
    await this.draftGate;
  }

  /** Where the file went. */
  to: string | null = null;

  async moved(): Promise<{ to: string | null }> {
    return { to: this.to };
  }

  async save({ text, baseHash }: { text: string; baseHash: string | null }): Promise<SaveReply> {
    this.calls.push(`save ${JSON.stringify(text)}`);
    await this.gate;
    this.meanwhile();
    if (this.failure) throw this.failure;
    if (this.#hash() !== baseHash) return { ok: false, disk: this.disk === null ? null : { text: this.disk, hash: `#${this.disk}` } };
    this.disk = text;
    this.kept = null;
    return { ok: true, hash: `#${text}` };
  }
}

let wire: FakeWire;
let news: FileNews;
let registry: DocumentRegistry;

beforeEach(() => {
  vi.useFakeTimers();
  restart(new FakeWire());
});
afterEach(() => vi.useRealTimers());

/** The window is gone without a word; another one opens. */
function restart(on: FakeWire): void {
  wire = on;
  news = new FileNews();
  registry = new DocumentRegistry(wire, news);
}

/** Saves are done, and nobody hears of it, until what this returns is called. */
function loseAnswers(): () => void {
  const save = wire.save.bind(wire);
  wire.save = async (saved) => {
    await save(saved);
    throw new AppError("engine/unavailable", "The engine went away.");
  };
  return () => void (wire.save = save);
}

const open = (path = "x.sql"): Promise<OpenTextDocument> => registry.acquire(path).document;
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const append = (document: TextDocument, text: string): void => document.type([{ start: document.get().text.length, end: document.get().text.length, text }]);
const replace = (document: TextDocument, from: string, to: string): void => {
  const start = document.get().text.indexOf(from);
  document.change(`Change ${from}`, [{ start, end: start + from.length, text: to }]);
};
const shown = (document: TextDocument): string => `${document.get().dirty ? "dirty" : "clean"} ${document.get().conflict === null ? "" : "conflict "}${JSON.stringify(document.get().text)}`;
const outside = async (text: string | null, path = "x.sql"): Promise<void> => {
  wire.disk = text;
  news.tell([path]);
  await settle();
};

describe("a document", () => {
  it("has one history over typing and named changes, and is clean where its text is the disk's", async () => {
    const document = await open();
    append(document, "d");
    append(document, ": 4");
    replace(document, "a: 1", "a: 10");
    expect([shown(document), document.get().history.entries.map(({ name }) => name)]).toEqual(['dirty "a: 10\\nb: 2\\nc: 3\\nd: 4"', ["Typing", "Change a: 1"]]);
    document.undo();
    document.undo();
    expect(shown(document)).toBe('clean "a: 1\\nb: 2\\nc: 3\\n"');
    document.redo();
    document.goTo(2);
    expect(document.get().text).toContain("a: 10");
    expect(await document.save()).toEqual({ ok: true });
    expect([document.get().dirty, document.get().history.saved, wire.disk]).toEqual([false, 2, "a: 10\nb: 2\nc: 3\nd: 4"]);
    replace(document, "a: 10", "a: 10");
    expect(document.get().history.entries).toHaveLength(2);
  });

  it("is what it was where there never was a file: nothing is recovered, and a save makes one", async () => {
    wire.disk = null;
    wire.kept = { text: "select 1", baseHash: null, savedAt: 1 };
    const document = await open();
    expect([shown(document), document.get().recovered, document.get().history.entries, document.get().trouble]).toEqual(['dirty "select 1"', false, [], null]);
    expect(await document.save()).toEqual({ ok: true });
    expect([wire.disk, shown(document)]).toEqual(["select 1", 'clean "select 1"']);
  });

  it("is the same for everybody, stays while it is dirty, and goes once it is clean and unused", async () => {
    const first = registry.acquire("x.sql");
    const document = await first.document;
    const second = registry.acquire("x.sql");
    expect(await second.document).toBe(document);
    first.release();
    first.release();
    await vi.advanceTimersByTimeAsync(10);
    expect(registry.peek("x.sql")).toBe(document);
    append(document, "x");
    second.release();
    await vi.advanceTimersByTimeAsync(10);
    expect(registry.peek("x.sql")).toBe(document);
    const third = registry.acquire("x.sql");
    document.undo();
    third.release();
    await vi.advanceTimersByTimeAsync(10);
    expect(registry.peek("x.sql")).toBe(null);
  });

  it("opens again after it could not", async () => {
    wire.disk = null;
    await expect(open()).rejects.toThrow("no such file");
    wire.disk = "x";
    expect(shown(await open())).toBe('clean "x"');
  });
});

describe("drafts", () => {
  it("are with the engine half a second after a change, however long the typing goes on, and go when it is undone", async () => {
    const document = await open();
    for (let count = 0; count < 10; count++) {
      append(document, "x");
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(wire.calls.length).toBeGreaterThanOrEqual(3);
    expect(wire.kept?.text.length ?? 0).toBeGreaterThanOrEqual(document.get().text.length - 4);
    document.goTo(0);
    await vi.advanceTimersByTimeAsync(500);
    expect([wire.kept, wire.calls.at(-1)]).toEqual([null, "draft null"]);
  });

  it("come back after a crash, as an entry that can be undone", async () => {
    append(await open(), "d: 4\n");
    await vi.advanceTimersByTimeAsync(500);
    restart(wire);
    const document = await open();
    expect([shown(document), document.get().recovered]).toEqual(['dirty "a: 1\\nb: 2\\nc: 3\\nd: 4\\n"', true]);
    document.undo();
    expect(shown(document)).toBe('clean "a: 1\\nb: 2\\nc: 3\\n"');
    document.redo();
    await document.save();
    expect([document.get().recovered, wire.kept]).toEqual([false, null]);
  });

  it("are a conflict when the file was changed since, and written anew when it was deleted", async () => {
    append(await open(), "d");
    await vi.advanceTimersByTimeAsync(500);
    wire.disk = "theirs";
    restart(wire);
    const document = await open();
    expect(document.get().conflict).toEqual({ disk: "theirs", merged: null });
    document.resolve("theirs");
    expect(shown(document)).toBe('clean "theirs"');
    document.undo();
    expect(shown(document)).toBe('dirty "a: 1\\nb: 2\\nc: 3\\nd"');
    await vi.advanceTimersByTimeAsync(500);
    wire.disk = null;
    restart(wire);
    const anew = await open();
    expect([shown(anew), anew.get().trouble]).toEqual(['dirty "a: 1\\nb: 2\\nc: 3\\nd"', "x.sql was deleted on disk. Save to write it anew."]);
    expect(await anew.save()).toEqual({ ok: true });
  });

  it("are merged with what another program wrote meanwhile, or asked about with both sides", async () => {
    append(await open(), "d: 4\n");
    await vi.advanceTimersByTimeAsync(500);
    wire.knowsBases = true;
    wire.disk = "a: 9\nb: 2\nc: 3\n";
    restart(wire);
    const merged = await open();
    expect([shown(merged), merged.get().conflict, merged.get().recovered]).toEqual(['dirty "a: 9\\nb: 2\\nc: 3\\nd: 4\\n"', null, true]);
    await vi.advanceTimersByTimeAsync(500);
    wire.disk = "a: 9\nb: 2\nc: 3\nd: 5\n";
    restart(wire);
    const asked = await open();
    expect(asked.get().conflict).toEqual({ disk: wire.disk, merged: "a: 9\nb: 2\nc: 3\n<<<<<<< mine\nd: 4\n=======\nd: 5\n>>>>>>> on disk\n" });
    asked.type([{ start: 0, end: 0, text: "# x\n" }]);
    await vi.advanceTimersByTimeAsync(500);
    restart(wire);
    expect((await open()).get().conflict?.disk).toBe(wire.disk);
  });

  it("knows its own text on the disk when the answer to the save was lost, whatever was typed since", async () => {
    const document = await open();
    replace(document, "c: 3", "c: 30");
    const answerAgain = loseAnswers();
    expect(await document.save()).toMatchObject({ ok: false, reason: "failed" });
    answerAgain();
    replace(document, "c: 30", "c: 300");
    await outside(wire.disk);
    expect([shown(document), document.get().trouble]).toEqual(['dirty "a: 1\\nb: 2\\nc: 300\\n"', null]);
    expect(await document.save()).toEqual({ ok: true });
    expect(wire.disk).toBe("a: 1\nb: 2\nc: 300\n");
  });

  it("are made from what was saved when they were typed while the save was under way, also after a crash", async () => {
    const document = await open();
    replace(document, "c: 3", "c: 30");
    const save = wire.save.bind(wire);
    let answer = (): void => {};
    wire.save = async (saved) => {
      const reply = await save(saved);
      await new Promise<void>((resolve) => (answer = resolve));
      return reply;
    };
    const saving = document.save();
    await settle();
    replace(document, "c: 30", "c: 300");
    await vi.advanceTimersByTimeAsync(500);
    wire.knowsBases = true;
    const crashed = wire.kept;
    answer();
    await saving;
    wire.save = save;
    wire.kept = crashed;
    restart(wire);
    expect(shown(await open())).toBe('dirty "a: 1\\nb: 2\\nc: 300\\n"');
  });

  it("are made from a save whose answer was lost, also after a crash", async () => {
    const document = await open();
    replace(document, "c: 3", "c: 30");
    const answerAgain = loseAnswers();
    await document.save();
    answerAgain();
    replace(document, "c: 30", "c: 300");
    await vi.advanceTimersByTimeAsync(500);
    wire.knowsBases = true;
    restart(wire);
    expect(shown(await open())).toBe('dirty "a: 1\\nb: 2\\nc: 300\\n"');
  });

  it("say so when they cannot be kept, and try again", async () => {
    const document = await open();
    wire.failure = new AppError("document/not-saved", "x.sql: the disk is full.");
    append(document, "x");
    await vi.advanceTimersByTimeAsync(500);
    expect(document.get().trouble).toBe("x.sql: the disk is full. Unsaved changes are not kept against a crash.");
    wire.failure = null;
    await vi.advanceTimersByTimeAsync(1_500);
    expect(wire.kept?.text).toBe(document.get().text);
  });

  it("are not taken for kept when a save has made the engine forget them", async () => {
    const document = await open();
    append(document, "T");
    await vi.advanceTimersByTimeAsync(500);
    append(document, "\nU");
    await document.save();
    document.undo();
    await vi.advanceTimersByTimeAsync(500);
    expect(wire.kept?.text).toBe("a: 1\nb: 2\nc: 3\nT");
  });

  it("are not taken for kept either when they were on their way while the save was asked for", async () => {
    const document = await open();
    let arrive = (): void => {};
    wire.draftGate = new Promise((resolve) => (arrive = resolve));
    append(document, "T");
    await vi.advanceTimersByTimeAsync(500);
    append(document, "\nU");
    await document.save();
    arrive();
    await settle();
    document.undo();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wire.kept?.text).toBe("a: 1\nb: 2\nc: 3\nT");
  });
});

describe("a file that is changed outside", () => {
  it("is taken over as an entry while nothing is unsaved", async () => {
    const document = await open();
    await outside("new");
    expect([shown(document), document.get().history.entries.map(({ kind }) => kind)]).toEqual(['clean "new"', ["external"]]);
    document.undo();
    expect(shown(document)).toBe('dirty "a: 1\\nb: 2\\nc: 3\\n"');
  });

  it("is merged where the changes lie apart, and saved with both", async () => {
    const document = await open();
    replace(document, "a: 1", "a: 10");
    await outside("a: 1\nb: 2\nc: 30\n");
    expect(shown(document)).toBe('dirty "a: 10\\nb: 2\\nc: 30\\n"');
    expect([await document.save(), wire.disk]).toEqual([{ ok: true }, "a: 10\nb: 2\nc: 30\n"]);
  });

  it.each([
    ["mine", 'dirty "a: 10\\nb: 2\\nc: 3\\n"'],
    ["theirs", 'clean "a: 99\\nb: 2\\nc: 3\\n"'],
    ["merged", 'dirty "<<<<<<< mine\\na: 10\\n=======\\na: 99\\n>>>>>>> on disk\\nb: 2\\nc: 3\\n"'],
  ] as const)("asks where both changed one place, writes nothing until then, and takes %s", async (choice, wanted) => {
    const document = await open();
    replace(document, "a: 1", "a: 10");
    await outside("a: 99\nb: 2\nc: 3\n");
    expect(shown(document)).toContain("dirty conflict");
    expect([await document.save(), wire.disk]).toMatchObject([{ ok: false, reason: "conflict" }, "a: 99\nb: 2\nc: 3\n"]);
    document.resolve(choice);
    expect(shown(document)).toBe(wanted);
    expect(await document.save()).toEqual({ ok: true });
    expect(wire.disk).toBe(document.get().text);
  });

  it("is met by a save too: merged and written, or refused", async () => {
    const document = await open();
    replace(document, "a: 1", "a: 10");
    wire.disk = "a: 1\nb: 2\nc: 30\n";
    expect([await document.save(), wire.disk, shown(document)]).toEqual([{ ok: true }, "a: 10\nb: 2\nc: 30\n", 'clean "a: 10\\nb: 2\\nc: 30\\n"']);
    replace(document, "a: 10", "a: 11");
    wire.disk = "a: 99\n";
    expect([await document.save(), wire.disk]).toMatchObject([{ ok: false, reason: "conflict" }, "a: 99\n"]);
  });

  it("ends a conflict when the disk has the old text again", async () => {
    const document = await open();
    replace(document, "a: 1", "a: 10");
    await outside("a: 99\nb: 2\nc: 3\n");
    await outside("a: 1\nb: 2\nc: 3\n");
    expect(shown(document)).toBe('dirty "a: 10\\nb: 2\\nc: 3\\n"');
  });

  it("may be deleted: the text stays, a save asks once and then writes it anew", async () => {
    const document = await open();
    wire.disk = null;
    expect(await document.save()).toMatchObject({ ok: false, reason: "deleted" });
    expect(shown(document)).toBe('dirty "a: 1\\nb: 2\\nc: 3\\n"');
    expect([await document.save(), wire.disk, document.get().trouble]).toEqual([{ ok: true }, "a: 1\nb: 2\nc: 3\n", null]);
    await outside(null, ".");
    expect(document.get()).toMatchObject({ dirty: true, trouble: "x.sql was deleted on disk. Save to write it anew." });
  });
});

describe("save and revert", () => {
  it("discards a text whose file is gone, forgets its draft, and brings it back by undo", async () => {
    const document = await open();
    append(document, "d");
    await outside(null);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wire.kept?.text).toBe("a: 1\nb: 2\nc: 3\nd");
    await document.revert();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([shown(document), wire.kept]).toEqual(['clean ""', null]);
    document.undo();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([shown(document), wire.kept?.text]).toEqual(['dirty "a: 1\\nb: 2\\nc: 3\\nd"', "a: 1\nb: 2\nc: 3\nd"]);
    expect([await document.save(), wire.disk]).toEqual([{ ok: true }, "a: 1\nb: 2\nc: 3\nd"]);
  });

  it("keeps typing that comes while a save is under way, as unsaved and as an entry of its own", async () => {
    const document = await open();
    append(document, "d");
    let go = (): void => {};
    wire.gate = new Promise((resolve) => (go = resolve));
    const saving = document.save();
    await settle();
    expect(document.get().saving).toBe(true);
    append(document, "e");
    go();
    expect(await saving).toEqual({ ok: true });
    expect([shown(document), document.get().history.saved, document.get().saving]).toEqual(['dirty "a: 1\\nb: 2\\nc: 3\\nde"', 1, false]);
    document.undo();
    expect(document.get().dirty).toBe(false);
  });

  it("tells why it failed, and the text stays unsaved", async () => {
    const document = await open();
    append(document, "d");
    wire.failure = new AppError("document/read-only", "x.sql is read-only.");
    expect(await document.save()).toEqual({ ok: false, reason: "read-only", message: "x.sql is read-only." });
    expect([document.get().dirty, document.get().saving, document.get().history.saved]).toEqual([true, false, 0]);
  });

  it("reverts to what is on the disk now, as an entry", async () => {
    const document = await open();
    replace(document, "a: 1", "a: 10");
    wire.disk = "a: 99\nb: 2\nc: 3\n";
    await document.revert();
    expect(shown(document)).toBe('clean "a: 99\\nb: 2\\nc: 3\\n"');
    document.undo();
    expect(document.get().text).toContain("a: 10");
  });

  it("refuses to send what does not fit into a message", async () => {
    const document = await open();
    append(document, "é".repeat(3_500_000));
    expect(await document.save()).toMatchObject({ ok: false, message: expect.stringMatching(/^x\.sql is too large: at most 6 MB/) });
    expect(wire.calls.filter((call) => call.startsWith("save"))).toEqual([]);
  });
});

describe("a file that is renamed outside", () => {
  it("keeps its document, its edits and its history, under the other name", async () => {
    const document = await open();
    const moves: string[] = [];
    registry.onMoved((from, to) => void moves.push(`${from} > ${to}`));
    append(document, "d");
    const content = wire.disk;
    wire.to = "y.sql";
    const where = wire.open.bind(wire);
    wire.open = async ({ path }) => (path === "x.sql" ? { ...(await where({ path })), text: "", hash: null } : where({ path }));
    news.tell(["x.sql", "y.sql"]);
    // The view that follows at once waits, and gets the very same document.
    const { document: again } = registry.acquire("y.sql");
    await vi.advanceTimersByTimeAsync(100);
    expect([await again === document, document.path, moves, registry.peek("x.sql"), registry.peek("y.sql") === document]).toEqual([true, "y.sql", ["x.sql > y.sql"], null, true]);
    expect(shown(document)).toBe('dirty "a: 1\\nb: 2\\nc: 3\\nd"');
    document.undo();
    expect([shown(document), wire.disk]).toEqual(['clean "a: 1\\nb: 2\\nc: 3\\n"', content]);
  });

  it("does not take the place of another document that is open", async () => {
    const document = await open();
    await registry.acquire("y.sql").document;
    wire.to = "y.sql";
    const where = wire.open.bind(wire);
    wire.open = async ({ path }) => (path === "x.sql" ? { ...(await where({ path })), text: "", hash: null } : where({ path }));
    news.tell(["x.sql"]);
    await vi.advanceTimersByTimeAsync(100);
    expect([document.path, document.get().trouble]).toEqual(["x.sql", "x.sql was deleted on disk. Save to write it anew."]);
  });
});
