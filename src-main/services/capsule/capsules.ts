/**
 * Run capsules: what a run of this machine would pack, packing it, and the files that were opened here. An opened capsule is a source of runs like any
 * other, read from a store of its own below the data folder; it stays known, closed or open, until it is forgotten or crowded out.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { CapsuleManifest } from "../../../shared/capsule/manifest.ts";
import type { CapsuleChoices, CapsuleEntry, CapsuleExportEvent, CapsuleOpenEvent, CapsulePlan } from "../../../shared/contract/capsules.ts";
import type { ExportTarget } from "../../../shared/contract/sql.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { Disposable } from "../../ports/machine.ts";
import type { Store } from "../../ports/store.ts";
import type { ExportTargets } from "../export-target.ts";
import type { LocalRuns } from "../local-runs.ts";
import type { RunSources } from "../run-sources.ts";
import { streamOf } from "../stream-of.ts";
import { CapsuleIndex, type KnownCapsule } from "./capsule-index.ts";
import { exportCapsule, type ExportParts } from "./export-capsule.ts";
import { endedRun, logsOf, outputsOf, textsOf } from "./run-facts.ts";
import { readManifest, unpackCapsule, type UnpackParts } from "./unpack-capsule.ts";
import { Uploads } from "./uploads.ts";

export interface CapsulesParts {
  readonly packing: ExportParts;
  readonly unpacking: UnpackParts;
  readonly sources: RunSources;
  readonly targets: ExportTargets;
}

interface OpenCapsule {
  readonly manifest: CapsuleManifest;
  readonly folder: string;
  readonly store: Store;
  readonly runs: LocalRuns;
  readonly registered: Disposable;
}

/** Closed ones beyond these go, the oldest first. */
const mostKnown = 12;
const prefix = "capsule:";

export class Capsules {
  readonly #parts: CapsulesParts;
  readonly #index: CapsuleIndex;
  readonly #uploads: Uploads;
  readonly #open = new Map<string, OpenCapsule>();

  constructor(parts: CapsulesParts) {
    this.#parts = parts;
    this.#index = new CapsuleIndex(parts.unpacking.folder);
    this.#uploads = new Uploads(parts.packing.scratch);
  }

  /** Those that were open when the last engine ended; what a killed one left half-made goes. */
  takeUp(): void {
    const { folder } = this.#parts.unpacking;
    rmSync(this.#parts.packing.scratch, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) if (name.endsWith(".part")) rmSync(join(folder, name), { recursive: true, force: true });
    for (const { id, isOpen } of this.#index.list()) if (isOpen) this.#tryToShow(id);
  }

  async plan(dagId: string, runId: string): Promise<CapsulePlan> {
    const { packing } = this.#parts;
    const row = endedRun(packing, dagId, runId);
    const { version } = packing.images.version(row.versionId);
    const [logs, outputs] = await Promise.all([logsOf(packing, row), outputsOf(packing, row)]);
    const { key: _key, versionId: _version, selection: _selection, record: _record, ...run } = row;
    return {
      run,
      texts: textsOf(packing, version, row).map(({ path, bytes, isNewer, note }) => ({ path, bytes: bytes?.length ?? null, isNewer, note })),
      logs: { count: logs.length, bytes: logs.reduce((sum, log) => sum + log.bytes, 0) },
      outputs,
      xcoms: packing.store.xcoms.ofRun(row.key).length,
      params: Object.keys(row.params),
      conf: Object.keys(row.conf),
      secrets: packing.connections.secrets().length,
      origin: packing.origin,
    };
  }

  /** Throws before the first event run/not-found, run/task-active and what a target may not be. */
  export({ dagId, runId, choices, target }: { dagId: string; runId: string; choices: CapsuleChoices; target: ExportTarget }, signal?: AbortSignal): AsyncGenerator<CapsuleExportEvent, void> {
    const { packing, targets } = this.#parts;
    const row = endedRun(packing, dagId, runId);
    const { file, download } = targets.fileOf(target, "dagwright-run");
    const stop = new AbortController();
    const work = async (tell: (event: CapsuleExportEvent) => void): Promise<void> => {
      const { bytes, manifest } = await exportCapsule(packing, { row, choices, file, stop: stop.signal, tell });
      tell({ kind: "done", bytes, path: download === null ? file : null, download, manifest });
    };
    return streamOf(work, () => stop.abort(new AppError("query/cancelled", "cancelled")), signal);
  }

  beginUpload(input: { file: string; bytes: number }): { uploadId: string } {
    return this.#uploads.begin(input);
  }

  upload({ uploadId, data }: { uploadId: string; data: string }): { bytes: number } {
    return this.#uploads.push(uploadId, data);
  }

  open(uploadId: string, signal?: AbortSignal): AsyncGenerator<CapsuleOpenEvent, void> {
    const stop = new AbortController();
    const work = (tell: (event: CapsuleOpenEvent) => void): Promise<void> =>
      this.#uploads.take(uploadId, async (file, path) => {
        const { id, manifest } = await unpackCapsule(this.#parts.unpacking, { file: path, signal: stop.signal, tell: (done, total) => tell({ kind: "progress", done, total }), release: (id) => this.#hide(id) });
        this.#index.put({ id, file, openedAt: this.#parts.packing.clock.now(), isOpen: true, bytes: manifest.files.reduce((sum, each) => sum + each.bytes, 0) });
        this.#show(id);
        this.#crowdOut();
        tell({ kind: "done", capsule: this.#entryOf(id) });
      });
    return streamOf(work, () => stop.abort(new AppError("query/cancelled", "cancelled")), signal);
  }

  list(): { capsules: CapsuleEntry[] } {
    return { capsules: this.#index.list().flatMap((known) => this.#describe(known) ?? []) };
  }

  reopen(id: string): CapsuleEntry {
    const known = this.#known(id);
    this.#show(id);
    this.#index.put({ ...known, isOpen: true, openedAt: this.#parts.packing.clock.now() });
    return this.#entryOf(id);
  }

  close(id: string): { closed: boolean } {
    const known = this.#index.list().find((one) => one.id === id);
    if (known) this.#index.put({ ...known, isOpen: false });
    return { closed: this.#hide(id) };
  }

  forget(id: string): { forgotten: boolean } {
    const known = this.#index.list().some((one) => one.id === id);
    this.#hide(id);
    this.#index.remove(id);
    if (known) rmSync(join(this.#parts.unpacking.folder, id), { recursive: true, force: true });
    return { forgotten: known };
  }

  /** Throws AppError run/unknown-source. */
  opened(source: string): OpenCapsule {
    const found = source.startsWith(prefix) ? this.#open.get(source.slice(prefix.length)) : undefined;
    if (found) return found;
    this.#parts.sources.of(source);
    throw new AppError("run/unknown-source", `"${source}": is no opened run capsule.`, { source });
  }

  closeAll(): void {
    this.#uploads.close();
    for (const id of [...this.#open.keys()]) this.#hide(id);
  }

  #known(id: string): KnownCapsule {
    const known = this.#index.list().find((one) => one.id === id);
    if (known) return known;
    throw new AppError("run/unknown-source", "This run capsule is not kept here any more; open its file again.", { id });
  }

  #entryOf(id: string): CapsuleEntry {
    const entry = this.#describe(this.#known(id));
    if (entry) return entry;
    throw new AppError("capsule/invalid", "What was unpacked of this run capsule cannot be read any more; open its file again.", { id });
  }

  #describe({ id, file, openedAt, bytes }: KnownCapsule): CapsuleEntry | null {
    const manifest = this.#open.get(id)?.manifest ?? this.#manifestOf(id);
    if (manifest === null) return null;
    const { run, origin, exportedAt } = manifest;
    return { id, source: prefix + id, file, openedAt, isOpen: this.#open.has(id), bytes, run, origin, exportedAt };
  }

  #manifestOf(id: string): CapsuleManifest | null {
    try {
      return readManifest(readFileSync(join(this.#parts.unpacking.folder, id, "manifest.json")));
    } catch {
      return null;
    }
  }

  #show(id: string): void {
    if (this.#open.has(id)) return;
    const folder = join(this.#parts.unpacking.folder, id);
    const manifest = this.#manifestOf(id);
    if (manifest === null) throw new AppError("capsule/invalid", "What was unpacked of this run capsule cannot be read any more; open its file again.", { id });
    const { store, runs } = this.#parts.unpacking.openRuns(folder, manifest);
    this.#open.set(id, { manifest, folder, store, runs, registered: this.#parts.sources.add(prefix + id, runs) });
  }

  #tryToShow(id: string): void {
    try {
      this.#show(id);
    } catch {
      // A capsule that cannot be shown again is as good as closed: opening it says why.
      this.close(id);
    }
  }

  #hide(id: string): boolean {
    const open = this.#open.get(id);
    if (!open) return false;
    this.#open.delete(id);
    open.registered.dispose();
    open.store.close();
    return true;
  }

  #crowdOut(): void {
    for (const { id } of this.#index.list().slice(mostKnown).filter((each) => !this.#open.has(each.id))) this.forget(id);
  }
}
