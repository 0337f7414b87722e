import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors/app-error.ts";
import { createGitHistory } from "../platform/git-history.ts";
import { createKeptTexts } from "../platform/kept-texts.ts";
import { createWorkspaceFiles } from "../platform/workspace-files.ts";
import { Documents } from "./documents.ts";
import { HandClock } from "./test-world.ts";

let root = "";
let isTrusted = true;
let written: string[] = [];
let documents: Documents;
const clock = new HandClock();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-documents-"));
  [isTrusted, written] = [true, []];
  documents = openDocuments();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function openDocuments(): Documents {
  return new Documents({ files: createWorkspaceFiles(root), kept: createKeptTexts(root), history: createGitHistory(root), clock, isTrusted: () => isTrusted, onWritten: (paths) => void written.push(...paths) });
}

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const onDisk = (path: string): string => readFileSync(join(root, path), "latin1");
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (thrown: unknown) => (thrown instanceof AppError ? `${thrown.code}: ${thrown.message}` : String(thrown)),
  );

describe("open and save", () => {
  it.each([
    ["a byte order mark and CRLF", "\xEF\xBB\xBFdag: x\r\ntasks: {}\r\n"],
    ["mixed line ends and no last one", "a\r\nb\nc\rd"],
    ["nothing", ""],
  ])("gives back the same bytes for %s", async (_name, bytes) => {
    put("a.dag.yaml", Buffer.from(bytes, "latin1"));
    const { text, hash } = await documents.open("a.dag.yaml");
    expect(text.startsWith("\uFEFF")).toBe(false);
    expect(await documents.save({ path: "a.dag.yaml", text, baseHash: hash })).toEqual({ ok: true, hash });
    expect(onDisk("a.dag.yaml")).toBe(bytes);
    await documents.save({ path: "a.dag.yaml", text: `${text}# é`, baseHash: hash });
    expect(onDisk("a.dag.yaml")).toBe(`${bytes}# \xC3\xA9`);
  });

  it("keeps the mode of the file, goes through a link, and tells of what it wrote", async () => {
    put("sql/real.sql", "select 1");
    chmodSync(join(root, "sql/real.sql"), 0o751);
    symlinkSync("sql/real.sql", join(root, "link.sql"));
    const { hash } = await documents.open("link.sql");
    await documents.save({ path: "link.sql", text: "select 2", baseHash: hash });
    expect([onDisk("sql/real.sql"), statSync(join(root, "sql/real.sql")).mode & 0o777, lstatSync(join(root, "link.sql")).isSymbolicLink()]).toEqual(["select 2", 0o751, true]);
    expect(written).toEqual(["link.sql"]);
    expect(readdirSync(join(root, "sql"))).toEqual(["real.sql"]);
  });

  it("never writes over what another program wrote, and hands it back", async () => {
    put("a.sql", "one");
    const { hash } = await documents.open("a.sql");
    put("a.sql", "theirs");
    const reply = await documents.save({ path: "a.sql", text: "mine", baseHash: hash });
    expect(reply).toMatchObject({ ok: false, disk: { text: "theirs" } });
    expect(onDisk("a.sql")).toBe("theirs");
    rmSync(join(root, "a.sql"));
    expect(await documents.save({ path: "a.sql", text: "mine", baseHash: hash })).toEqual({ ok: false, disk: null });
    expect(existsSync(join(root, "a.sql"))).toBe(false);
    expect(await documents.save({ path: "a.sql", text: "mine", baseHash: null })).toMatchObject({ ok: true });
  });

  it("keeps a draft whatever has become of its file", async () => {
    put("a.sql", "one");
    const { hash } = await documents.open("a.sql");
    rmSync(join(root, "a.sql"));
    mkdirSync(join(root, "a.sql"));
    expect(await documents.draft({ path: "a.sql", text: "typed", baseHash: hash })).toMatchObject({ savedAt: expect.any(Number) });
    rmSync(join(root, "a.sql"), { recursive: true });
    expect((await documents.open("a.sql")).draft).toMatchObject({ text: "typed" });
  });

  it("looks once more just before the new bytes take the place of the old", async () => {
    put("a.sql", "one");
    let asked = 0;
    const isWritten = await createWorkspaceFiles(root).write("a.sql", Buffer.from("two"), () => ++asked < 2);
    expect([isWritten, onDisk("a.sql"), readdirSync(root)]).toEqual([false, "one", ["a.sql"]]);
  });

  it("lets one of two saves win that were asked for at once", async () => {
    put("a.sql", "one");
    const { hash } = await documents.open("a.sql");
    const [first, second] = await Promise.all([documents.save({ path: "a.sql", text: "two", baseHash: hash }), documents.save({ path: "a.sql", text: "three", baseHash: hash })]);
    expect(first.ok && !second.ok).toBe(true);
    expect(onDisk("a.sql")).toBe("two");
  });

  it("says that a file is read-only, and leaves it", async () => {
    put("a.sql", "one");
    chmodSync(join(root, "a.sql"), 0o444);
    const { readOnly, hash } = await documents.open("a.sql");
    expect(readOnly).toMatch(/^a\.sql is read-only: its permissions/);
    expect(await failure(documents.save({ path: "a.sql", text: "two", baseHash: hash }))).toMatch(/^document\/read-only: a\.sql is read-only/);
    expect(onDisk("a.sql")).toBe("one");
  });

  it("says so when the file was deleted, replaced by a folder, or is no text", async () => {
    put("a.sql", "one");
    const { hash } = await documents.open("a.sql");
    rmSync(join(root, "a.sql"));
    expect(await failure(documents.open("a.sql"))).toBe("document/not-found: a.sql: there is no such file.");
    mkdirSync(join(root, "a.sql"));
    expect(await failure(documents.save({ path: "a.sql", text: "x", baseHash: hash }))).toBe("document/not-found: a.sql: is a folder now, where a file is needed.");
    put("b.sql", Buffer.from([0xff, 0xfe, 0x41, 0]));
    expect(await failure(documents.open("b.sql"))).toMatch(/^document\/not-text: b\.sql: is no UTF-8 text/);
    expect(await failure(documents.save({ path: "c.sql", text: "\ud800", baseHash: null }))).toMatch(/^document\/not-saved: c\.sql: half a character/);
  });

  it("opens and saves 5 MB, and refuses more than fits", async () => {
    const text = "select 'é' -- line\n".repeat(250_000);
    put("a.sql", text);
    const { text: read, hash } = await documents.open("a.sql");
    expect(read === text).toBe(true);
    expect(await documents.save({ path: "a.sql", text: `${text}x`, baseHash: hash })).toMatchObject({ ok: true });
    put("a.sql", text.repeat(2));
    expect(await failure(documents.open("a.sql"))).toMatch(/^document\/not-text: a\.sql: has 9\.\d MB; at most 6 MB/);
  });
});

describe("paths", () => {
  const elsewhere = (): string => mkdtempSync(join(tmpdir(), "dagwright-elsewhere-"));

  it.each([".git/config", ".dagwright/state.db", "sub/.GIT/hooks/x", ".git", ".git./config", "GIT~1/config"])("refuses %s", async (path) => {
    put(".git/config", "[core]");
    put(".dagwright/state.db", "x");
    expect(await failure(documents.open(path))).toMatch(/^document\/refused: .*lies in/);
    expect(await failure(documents.save({ path, text: "", baseHash: null }))).toMatch(/^document\/refused: .*lies in/);
  });

  it("refuses what leads out of the workspace, by name or by link", async () => {
    const folder = elsewhere();
    try {
      writeFileSync(join(folder, "secret.txt"), "secret");
      symlinkSync(folder, join(root, "out"));
      symlinkSync(join(folder, "new.txt"), join(root, "new.sql"));
      symlinkSync(".git", join(root, "repository"));
      put(".git/config", "[core]");
      for (const path of ["../x", "/etc/passwd", "out/secret.txt", "out/made.txt", "new.sql"]) {
        expect(await failure(documents.create({ path, text: "x" })), path).toMatch(/^workspace\/outside/);
        expect(await failure(documents.open(path)), path).toMatch(/^workspace\/outside/);
      }
      expect(await failure(documents.open("repository/config"))).toMatch(/^document\/refused/);
      expect(readdirSync(folder)).toEqual(["secret.txt"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("keeps no draft through a link that leads out", async () => {
    const folder = elsewhere();
    try {
      put("a.sql", "one");
      mkdirSync(join(root, ".dagwright"));
      symlinkSync(folder, join(root, ".dagwright/drafts"));
      expect(await failure(documents.draft({ path: "a.sql", text: "two", baseHash: null }))).toMatch(/^workspace\/outside/);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("lists a folder: folders first, without what is not edited here", () => {
    for (const path of ["b.sql", "a.dag.yaml", "sql/x.sql", ".git/config", ".dagwright/state.db", "node_modules/x/y.js"]) put(path, "12345");
    symlinkSync("/etc", join(root, "out"));
    const { entries, more } = createWorkspaceFiles(root).list("");
    expect(entries.map(({ path, kind, size }) => `${kind} ${path} ${size}`)).toEqual(["folder sql 0", "file a.dag.yaml 5", "file b.sql 5"]);
    expect([more, createWorkspaceFiles(root).list("sql").entries[0]?.path]).toEqual([false, "sql/x.sql"]);
  });
});

describe("drafts", () => {
  it("come back with the file, also after another program took the file away, and go with a save", async () => {
    put("a.sql", "one");
    const { hash } = await documents.open("a.sql");
    await documents.draft({ path: "a.sql", text: "mine", baseHash: hash });
    expect(await openDocuments().open("a.sql")).toMatchObject({ text: "one", draft: { text: "mine", baseHash: hash, savedAt: clock.now() } });
    rmSync(join(root, "a.sql"));
    expect(await documents.open("a.sql")).toMatchObject({ text: "", hash: null, draft: { text: "mine" } });
    expect(documents.drafts()).toEqual([{ path: "a.sql", baseHash: hash, savedAt: clock.now(), isGone: true }]);
    await documents.save({ path: "a.sql", text: "mine", baseHash: null });
    expect([documents.drafts(), (await documents.open("a.sql")).draft]).toEqual([[], null]);
  });

  it("are never older than the file after a save that was cut off, and are what they were where nothing was saved", async () => {
    put("a.sql", "one");
    const { hash } = await documents.open("a.sql");
    await documents.draft({ path: "a.sql", text: "one, and", baseHash: hash });
    const kept = createKeptTexts(root);
    const cut = new Documents({ files: createWorkspaceFiles(root), kept: { ...kept, forgetDraft: () => { throw new Error("killed"); } }, history: createGitHistory(root), clock, isTrusted: () => true, onWritten: () => {} });
    expect(await failure(cut.save({ path: "a.sql", text: "one, and more", baseHash: hash }))).toContain("killed");
    expect(await openDocuments().open("a.sql")).toMatchObject({ text: "one, and more", draft: null });
    await documents.draft({ path: "a.sql", text: "mine", baseHash: hash });
    expect(await documents.save({ path: "a.sql", text: "mine, too", baseHash: hash })).toMatchObject({ ok: false });
    expect((await documents.open("a.sql")).draft?.text).toBe("mine");
    const { hash: now } = await documents.open("a.sql");
    const unkept = new Documents({ files: createWorkspaceFiles(root), kept: { ...kept, writeDraft: () => Promise.reject(new Error("no room")) }, history: createGitHistory(root), clock, isTrusted: () => true, onWritten: () => {} });
    expect(await unkept.save({ path: "a.sql", text: "mine at last", baseHash: now })).toMatchObject({ ok: true });
    expect(onDisk("a.sql")).toBe("mine at last");
  });

  it("are forgotten when asked to, and none is taken from a file that is not ours", async () => {
    await documents.draft({ path: "a.sql", text: "mine", baseHash: null });
    await documents.draft({ path: "a.sql", text: null, baseHash: null });
    put(".dagwright/drafts/0000.json", JSON.stringify({ path: "../../x", text: "", baseHash: null, savedAt: 1 }));
    put(".dagwright/drafts/bad.json", "{");
    expect(documents.drafts()).toEqual([]);
  });

  it.each(["draft", "save"])("survive SIGKILL between the write and the rename of a %s", async (what) => {
    put("a.sql", "old");
    const killed = spawnSync(process.execPath, [join(import.meta.dirname, "../platform/fixtures/killed-write.ts"), root, what], { encoding: "utf8" });
    expect([killed.signal, killed.stderr]).toEqual(["SIGKILL", ""]);
    expect(onDisk("a.sql")).toBe("old");
    if (what === "save") return;
    expect(readdirSync(join(root, ".dagwright/drafts"))).toHaveLength(2);
    expect((await documents.open("a.sql")).draft?.text).toBe("kept");
    expect(documents.drafts()).toHaveLength(1);
    expect(readdirSync(join(root, ".dagwright/drafts"))).toHaveLength(1);
  });
});

describe("the base of a draft", () => {
  it("is known when another program has changed the file since", async () => {
    put("a.sql", "base");
    const { hash } = await documents.open("a.sql");
    await documents.draft({ path: "a.sql", text: "mine", baseHash: hash });
    expect((await documents.open("a.sql")).draft).toMatchObject({ text: "mine", base: null });
    put("a.sql", "theirs");
    expect((await documents.open("a.sql")).draft).toMatchObject({ text: "mine", base: "base" });
    // Bytes that another program put there are not what the draft was made from.
    const versions = readdirSync(join(root, ".dagwright/versions"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of versions) writeFileSync(join(parentPath, name), "forged");
    expect((await documents.open("a.sql")).draft).toMatchObject({ text: "mine", base: null });
    rmSync(join(root, ".dagwright/versions"), { recursive: true });
    expect((await documents.open("a.sql")).draft).toMatchObject({ text: "mine", base: null });
  });
});

describe("a draft that was typed while a save was under way", () => {
  it("is one of the file that was saved, and of no other", async () => {
    put("a.sql", "\uFEFFbase");
    const { hash } = await documents.open("a.sql");
    const saved = documents.save({ path: "a.sql", text: "base, saved", baseHash: hash });
    await documents.draft({ path: "a.sql", text: "base, saved, and typed", baseHash: hash, handed: ["base, saved"] });
    expect(await saved).toMatchObject({ ok: true });
    const { hash: now, draft } = await openDocuments().open("a.sql");
    expect(draft).toMatchObject({ text: "base, saved, and typed", baseHash: now });
    put("a.sql", "theirs");
    await documents.draft({ path: "a.sql", text: "mine", baseHash: now, handed: ["base, saved"] });
    expect((await documents.open("a.sql")).draft).toMatchObject({ baseHash: now, base: "base, saved" });
    put("a.sql", "\0");
    await documents.draft({ path: "a.sql", text: "mine", baseHash: now, handed: ["\0"] });
    expect(JSON.parse(onDisk(`.dagwright/drafts/${readdirSync(join(root, ".dagwright/drafts"))[0]}`))).toMatchObject({ text: "mine", baseHash: now });
  });
});

describe("create, rename, delete", () => {
  it("makes a file with its folders, and never one that is there", async () => {
    await documents.create({ path: "sql/new/a.sql", text: "select 1" });
    expect(onDisk("sql/new/a.sql")).toBe("select 1");
    expect(await failure(documents.create({ path: "sql/new/a.sql", text: "" }))).toMatch(/^document\/exists: sql\/new\/a\.sql: is there already/);
  });

  it("renames with draft and versions, and replaces nothing", async () => {
    put("a.sql", "one");
    put("b.sql", "two");
    const { hash } = await documents.open("a.sql");
    await documents.save({ path: "a.sql", text: "saved", baseHash: hash });
    await documents.draft({ path: "a.sql", text: "draft", baseHash: hash });
    expect(await failure(documents.rename({ from: "a.sql", to: "b.sql" }))).toMatch(/^document\/exists/);
    await documents.rename({ from: "a.sql", to: "c/d.sql" });
    expect([existsSync(join(root, "a.sql")), onDisk("b.sql"), onDisk("c/d.sql")]).toEqual([false, "two", "saved"]);
    expect((await documents.open("c/d.sql")).draft?.text).toBe("draft");
    expect((await documents.versions("c/d.sql")).versions).toHaveLength(2);
  });

  it("deletes a file, not what a link leads to, and keeps what it held", async () => {
    put("a.sql", "precious");
    symlinkSync("a.sql", join(root, "link.sql"));
    await documents.delete("link.sql");
    expect(onDisk("a.sql")).toBe("precious");
    await documents.delete("a.sql");
    const [last] = (await documents.versions("a.sql")).versions;
    expect((await documents.version({ path: "a.sql", id: last?.id ?? "" })).text).toBe("precious");
  });
});

describe("versions", () => {
  const git = (...args: string[]): void => void execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=a@example.org", ...args], { cwd: root, stdio: "ignore" });

  it("are what was there and each save, once for a content, newest first, and a hundred at most", async () => {
    put("a.sql", "zero");
    utimesSync(join(root, "a.sql"), 1_000, 1_000);
    let hash = (await documents.open("a.sql")).hash;
    for (let count = 0; count < 120; count++) {
      const reply = await documents.save({ path: "a.sql", text: `v${count >> 1}`, baseHash: hash });
      hash = reply.ok ? reply.hash : null;
      if (count === 2) expect((await documents.versions("a.sql")).versions.map(({ at }) => at)).toEqual([clock.now(), clock.now() - 10, 1_000_000]);
      clock.advance(10 * (count % 2));
    }
    const { versions } = await documents.versions("a.sql");
    expect(versions).toHaveLength(61);
    expect((await documents.version({ path: "a.sql", id: versions[1]?.id ?? "" })).text).toBe("v58");
  });

  it("show a commit's bytes as they are, and run nothing that the repository names for that", async () => {
    put("a.sql", "one");
    put(".gitattributes", "*.sql diff=odd filter=odd\n");
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "First");
    const trace = join(root, "trace");
    for (const name of ["diff.odd.textconv", "filter.odd.smudge"]) git("config", name, `sh -c 'echo ran >> ${trace}; echo other' #`);
    const [first] = (await documents.versions("a.sql")).versions;
    expect(first).toMatchObject({ source: "git", title: "First" });
    expect(await documents.version({ path: "a.sql", id: first?.id ?? "" })).toEqual({ text: "one" });
    expect(existsSync(trace)).toBe(false);
  });

  it("say why git has none", async () => {
    put("a.sql", "one");
    expect((await documents.versions("a.sql")).note).toMatch(/not in a git repository/);
    git("init", "-q");
    expect((await documents.versions("a.sql")).note).toMatch(/No commit/);
    put("b.sql", "two");
    git("add", "b.sql");
    git("commit", "-q", "-m", "Another file");
    expect((await documents.versions("a.sql")).note).toMatch(/No commit/);
    put(".git/HEAD", "spoilt");
    expect((await documents.versions("a.sql")).note).toMatch(/not in a git repository|could not read/);
    const path = process.env["PATH"];
    process.env["PATH"] = root;
    try {
      expect((await documents.versions("a.sql")).note).toMatch(/not installed/);
    } finally {
      process.env["PATH"] = path;
    }
  });

  it("come from git too, through a rename, in a trusted workspace only", async () => {
    git("init", "-q");
    put("old name.sql", "one\ntwo\nthree\n");
    git("add", "-A");
    git("commit", "-q", "-m", "Adds it");
    git("mv", "old name.sql", "new.sql");
    git("commit", "-q", "-m", "Renames it");
    put("new.sql", "one\ntwo\nthree\nfour\n");
    git("commit", "-q", "-a", "-m", "Adds four");
    const { versions, note } = await documents.versions("new.sql");
    expect([versions.map(({ title, author, source }) => `${title} ${author} ${source}`), note]).toEqual([["Adds four Ada git", "Renames it Ada git", "Adds it Ada git"], null]);
    expect(await Promise.all(versions.map(({ id }) => documents.version({ path: "new.sql", id })))).toEqual([{ text: "one\ntwo\nthree\nfour\n" }, { text: "one\ntwo\nthree\n" }, { text: "one\ntwo\nthree\n" }]);
    expect(await failure(documents.version({ path: "new.sql", id: "git:--output=x" }))).toMatch(/^document\/not-found/);
    isTrusted = false;
    expect(await documents.versions("new.sql")).toMatchObject({ versions: [], note: expect.stringMatching(/not trusted/) });
    expect(await failure(documents.version({ path: "new.sql", id: versions[0]?.id ?? "" }))).toMatch(/^document\/not-found/);
  });
});
