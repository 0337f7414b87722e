/**
 * Drafts and saved versions in the data folder: `.dagwright/drafts/<name>.json` and `.dagwright/versions/<name>/<time>-<hash>`, where
 * `<name>` is made from the document's path. What is read back may be anybody's: a folder from elsewhere may bring drafts along.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { KeptTexts, StoredDraft } from "../ports/workspace-files.ts";
import { isPartOfWrite, writeFileDurably } from "./durable-write.ts";
import { readPlainFile } from "./plain-file.ts";
import { resolveInside } from "./workspace-folder.ts";

const Draft = z.object({ path: z.string(), text: z.string(), baseHash: z.string().nullable(), savedAt: z.number() });
const mostVersions = 100;
/** Of all versions of one document. */
const mostVersionBytes = 32 * 1024 * 1024;

export function createKeptTexts(root: string): KeptTexts {
  // Looked at each time: a link that leads out of the workspace must not be written through.
  const place = (...parts: string[]): string => resolveInside(root, join(".dagwright", ...parts));
  const draftFile = (path: string): string => place("drafts", `${nameOf(path)}.json`);
  const versionsOf = (path: string): string => place("versions", nameOf(path));
  return {
    readDraft: (path) => readDraft(draftFile(path), path),
    async writeDraft(draft) {
      mkdirSync(place("drafts"), { recursive: true, mode: 0o700 });
      await writeFileDurably({ file: draftFile(draft.path), bytes: Buffer.from(JSON.stringify(draft)), mode: 0o600 });
    },
    forgetDraft: (path) => rmSync(draftFile(path), { force: true }),
    listDrafts: () => listDrafts(place("drafts")),
    listVersions: (path) => listVersions(versionsOf(path)).map(({ id, at }) => ({ id, at })),
    readVersion: (path, id) => (versionName.test(id) ? tryRead(join(versionsOf(path), id)) : null),
    findVersion: (path, hash) => findVersion(versionsOf(path), hash),
    addVersion: (path, bytes, at) => addVersion(versionsOf(path), bytes, at),
    move(from, to) {
      const draft = readDraft(draftFile(from), from);
      if (draft !== null) writeFileSync(draftFile(to), JSON.stringify({ ...draft, path: to }), { mode: 0o600 });
      rmSync(draftFile(from), { force: true });
      if (entriesOf(versionsOf(from)).length === 0) return;
      rmSync(versionsOf(to), { recursive: true, force: true });
      renameSync(versionsOf(from), versionsOf(to));
    },
  };
}

function nameOf(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 40);
}

function readDraft(file: string, path: string): StoredDraft | null {
  const draft = parseDraft(file);
  return draft?.path === path ? draft : null;
}

function parseDraft(file: string): StoredDraft | null {
  const bytes = tryRead(file);
  if (bytes === null) return null;
  try {
    return Draft.safeParse(JSON.parse(bytes.toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}

function listDrafts(folder: string): StoredDraft[] {
  return entriesOf(folder).flatMap((name) => {
    if (isPartOfWrite(name)) rmSync(join(folder, name), { force: true });
    const draft = name.endsWith(".json") ? parseDraft(join(folder, name)) : null;
    return draft !== null && `${nameOf(draft.path)}.json` === name ? [draft] : [];
  });
}

const versionName = /^(\d{1,16})-[0-9a-f]{12}$/;

interface Version {
  readonly id: string;
  readonly at: number;
}

function listVersions(folder: string): Version[] {
  const found = entriesOf(folder).flatMap((id) => {
    const at = versionName.exec(id)?.[1];
    return at === undefined ? [] : [{ id, at: Number(at) }];
  });
  return found.sort((a, b) => b.at - a.at);
}

function findVersion(folder: string, hash: string): Buffer | null {
  const found = listVersions(folder).find(({ id }) => id.endsWith(`-${hash.slice(0, 12)}`));
  const bytes = found === undefined ? null : tryRead(join(folder, found.id));
  return bytes !== null && createHash("sha256").update(bytes).digest("hex") === hash ? bytes : null;
}

function addVersion(folder: string, bytes: Uint8Array, at: number): void {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const versions = listVersions(folder);
  if (versions[0]?.id.endsWith(hash) === true) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Two saves within a millisecond keep their order.
  const time = Math.max(Math.round(at), (versions[0]?.at ?? -1) + 1);
  writeFileSync(join(folder, `${time}-${hash}`), bytes, { mode: 0o600 });
  forgetOld(folder);
}

function forgetOld(folder: string): void {
  let room = mostVersionBytes;
  for (const [index, { id }] of listVersions(folder).entries()) {
    room -= statSync(join(folder, id)).size;
    if (index > 0 && (index >= mostVersions || room < 0)) rmSync(join(folder, id), { force: true });
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function tryRead(file: string): Buffer | null {
  try {
    return readPlainFile(file);
  } catch {
    return null;
  }
}
