/**
 * Opens a file that may come from anybody. The archive judged itself; here its contents are: the manifest by its schema, every file by its hash, the rows by
 * making a run of them and reading it once. All is written below one new folder, under names of our own, and the folder gets its name when all was well.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CapsuleManifest, capsuleFormatVersion, formatVersionIn } from "../../../shared/capsule/manifest.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { logPathOf } from "../../core/log-path.ts";
import type { ArchiveReader, Archives } from "../../ports/archive.ts";
import type { StopSignal } from "../../ports/run-source.ts";
import type { Store, StoredRow } from "../../ports/store.ts";
import type { LocalRuns } from "../local-runs.ts";
import { judgeRun } from "./judge-run.ts";
import { readLines } from "./run-lines.ts";

export interface UnpackParts {
  readonly archives: Archives;
  /** Holds one folder for each capsule. */
  readonly folder: string;
  readonly windows: boolean;
  readonly makeStore: (file: string, schema: number, rows: AsyncIterable<StoredRow>) => Promise<void>;
  /** A capsule's own store and its runs. */
  readonly openRuns: (folder: string, manifest: CapsuleManifest) => { readonly store: Store; readonly runs: LocalRuns };
}

export interface UnpackAsk {
  /** Absolute. */
  readonly file: string;
  readonly signal?: StopSignal | undefined;
  readonly tell: (done: number, total: number) => void;
  /** Its folder is replaced now: what was open in it is closed. */
  readonly release: (id: string) => void;
}

export interface Unpacked {
  /** The same for the same contents. */
  readonly id: string;
  readonly manifest: CapsuleManifest;
}

const largestManifest = 64 * 1024 * 1024;
/** Left for everything else on the disk. */
const spareBytes = 512 * 1024 * 1024;

export async function unpackCapsule(parts: UnpackParts, ask: UnpackAsk): Promise<Unpacked> {
  const archive = await parts.archives.open(ask.file);
  try {
    const bytes = await archive.read("manifest.json", largestManifest);
    const manifest = readManifest(bytes);
    const id = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
    // One of its own: the same file may be opened twice at once.
    const part = join(parts.folder, `${id}-${randomUUID()}.part`);
    mkdirSync(part, { recursive: true, mode: 0o700 });
    try {
      await fill(parts, ask, { archive, manifest, part });
      writeFileSync(join(part, "manifest.json"), bytes);
      const final = join(parts.folder, id);
      ask.release(id);
      rmSync(final, { recursive: true, force: true });
      renameSync(part, final);
      return { id, manifest };
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  } finally {
    await archive.close();
  }
}

/** Throws AppError capsule/newer, capsule/invalid. */
export function readManifest(bytes: Uint8Array): CapsuleManifest {
  const value = parsed(bytes);
  const version = formatVersionIn(value);
  if (version === null) throw invalid("its manifest.json is not that of a run");
  if (version > capsuleFormatVersion) throw new AppError("capsule/newer", `This run capsule has format ${version}, and this Dagwright reads up to ${capsuleFormatVersion}; update Dagwright to open it.`, { found: version, known: capsuleFormatVersion });
  const manifest = CapsuleManifest.safeParse(value);
  if (manifest.success) return manifest.data;
  const [issue] = manifest.error.issues;
  throw invalid(`its manifest.json is not right: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (thrown) {
    throw invalid(`its manifest.json is no JSON (${messageOf(thrown)})`);
  }
}

async function fill(parts: UnpackParts, { signal, tell }: UnpackAsk, { archive, manifest, part }: { archive: ArchiveReader; manifest: CapsuleManifest; part: string }): Promise<void> {
  const places = placesOf(manifest, parts.windows);
  const total = judgeFiles(archive, manifest, places);
  judgeRoom(parts.folder, total);
  let done = 0;
  for (const { name, bytes, sha256 } of manifest.files) {
    signal?.throwIfAborted();
    const to = join(part, places.get(name) ?? "");
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    const found = await archive.extract(name, to, { signal, onBytes: (count) => tell((done += count), total) });
    if (found.bytes !== bytes || found.sha256 !== sha256) throw invalid(`${name} is not what its manifest says: it was changed, or is damaged`);
  }
  await parts.makeStore(join(part, "state.db"), manifest.schema, readLines(join(part, "run.jsonl")));
  const { store, runs } = parts.openRuns(part, manifest);
  try {
    await judgeRun(runs, manifest, signal);
  } finally {
    store.close();
  }
  rmSync(join(part, "run.jsonl"));
}

/** Where each file of the archive goes below the folder; decided by what it is, never by its name. */
function placesOf({ run, logs, outputs, texts }: CapsuleManifest, windows: boolean): Map<string, string> {
  const places = new Map([["run.jsonl", "run.jsonl"]]);
  const put = (entry: string | null, place: string): void => {
    if (entry === null) return;
    if (places.has(entry)) throw invalid(`its manifest.json names ${JSON.stringify(entry.slice(0, 80))} twice`);
    places.set(entry, place);
  };
  for (const { entry, taskId, tryNumber } of logs) put(entry, logPathOf(run.dagId, run.runId, taskId, tryNumber, windows));
  for (const [index, { entry }] of outputs.entries()) put(entry, outputPlace(index));
  for (const [index, { entry }] of texts.entries()) put(entry, textPlace(index));
  if (new Set(places.values()).size !== places.size) throw invalid("two of its logs are of one try");
  return places;
}

/** Below the folder of a capsule. */
export const outputPlace = (index: number): string => `outputs/${index}.parquet`;
export const textPlace = (index: number): string => `texts/${index}`;

/** The archive holds exactly what its manifest lists. Says how many bytes that is. */
function judgeFiles(archive: ArchiveReader, { files }: CapsuleManifest, places: ReadonlyMap<string, string>): number {
  const listed = new Map(files.map((file) => [file.name, file.bytes]));
  if (listed.size !== files.length) throw invalid("its manifest.json lists a file twice");
  const strange = archive.entries.find(({ name }) => name !== "manifest.json" && !listed.has(name));
  if (strange) throw invalid(`it holds ${strange.name}, which its manifest.json does not list`);
  const there = new Map(archive.entries.map((entry) => [entry.name, entry.bytes]));
  for (const { name, bytes } of files) {
    if (there.get(name) !== bytes) throw invalid(`${name} is not there, or has another size than its manifest.json says`);
    if (!places.has(name)) throw invalid(`${JSON.stringify(name.slice(0, 80))} belongs to nothing`);
  }
  for (const name of places.keys()) if (!listed.has(name)) throw invalid(`it has no ${JSON.stringify(name.slice(0, 80))}`);
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function judgeRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize - spareBytes;
  if (bytes > free) throw new AppError("capsule/too-large", `This run capsule unpacks to ${bytes.toLocaleString("en")} bytes, and the disk has room for ${Math.max(0, free).toLocaleString("en")}; free some space and try again.`);
}

function invalid(what: string): AppError {
  return new AppError("capsule/invalid", `This run capsule is not opened: ${what}.`);
}
