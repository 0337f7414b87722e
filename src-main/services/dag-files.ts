/**
 * The DAG files of the workspace, parsed and kept until they change. The text is the truth; what is kept is only a reading of it.
 * A change costs the files it touches. The first reading of many files is done in slices, so that nothing waits for it.
 */
import type { DagDetail, DagList, DagScan, DagSummary } from "../../shared/contract/dags.ts";
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Dag } from "../../shared/model/dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import type { Clock, Disposable } from "../ports/machine.ts";
import type { Workspace } from "../ports/workspace.ts";
import { DagIndex } from "./dag-index.ts";
import type { DagSummaries } from "./dag-summaries.ts";
import { judgeDagFile } from "./judge-dag-file.ts";
import { LongFiles, type ReadElsewhere } from "./long-files.ts";
import { DagReferences } from "./references/dag-references.ts";
import { type DagFile, fileBeingRead, glanceAtId, isAsRead, isBeingRead, isLongAsRead, markOf, readDagFile } from "./read-dag-file.ts";
import type { ReferringFile } from "./references/reference-world.ts";

export interface DagFilesParts {
  readonly workspace: Workspace;
  readonly summaries: DagSummaries;
  readonly clock: Clock;
  /** Reads the long ones; without it they are read on the spot. */
  readonly readElsewhere?: ReadElsewhere;
}

/** A slice of the first reading: long enough to get on, short enough that nobody notices. */
const sliceMs = 10;
/** What a start may take before it goes on behind the scenes. */
const firstSliceMs = 150;
/** How often those who show the list hear of what was read meanwhile. */
const newsEveryMs = 1_000;
/** More files than these that changed at one time (a checkout of another branch) are read in slices too. */
const mostAtOnce = 100;

/** The ids of what was read since the last call, and whether everything is read by now. */
export type ScanNews = (dagIds: string[], isDone: boolean) => void;

type WorkspaceFile = ReturnType<Workspace["config"]>;

export class DagFiles {
  readonly #parts: DagFilesParts;
  readonly #index = new DagIndex();
  readonly #references: DagReferences;
  /** Listed and to be read, for the first time or again; with the id that a glance gave (null: a glance does not tell), once somebody has looked. */
  #waiting = new Map<string, string | null | undefined>();
  #isListed = false;
  #onNews: ScanNews | null = null;
  /** Set while a scan goes on. */
  #timer: Disposable | null = null;
  readonly #judged = new Map<string, { from: DagFile; first: string; by: WorkspaceFile; findings: readonly Diagnostic[]; file: DagFile }>();

  readonly #long: LongFiles;

  constructor(parts: DagFilesParts) {
    this.#parts = parts;
    this.#long = new LongFiles(parts.readElsewhere ?? null, (file) => this.#take(file));
    this.#references = new DagReferences(parts.workspace);
  }

  /** Every DAG file by path, read at most once until `forget` is told that it changed. */
  all(): DagFile[] {
    this.#list();
    for (const path of [...this.#waiting.keys()]) this.#read(path);
    return this.#judgeAll(this.#index.all());
  }

  /** Those read so far, and how far a scan is that goes on; all of them, when none does. */
  found(): { files: DagFile[]; scan: DagScan | null } {
    const files = this.#timer === null ? this.all() : this.#judgeAll(this.#index.all());
    if (this.isAllRead()) return { files, scan: null };
    const unread = [...this.#waiting.keys()].filter((path) => !this.#index.get(path)).length;
    const total = this.#index.size + unread;
    return { files, scan: { read: total - this.#waiting.size - files.filter(isBeingRead).length, total } };
  }

  /** Reads everything; a workspace of the usual size is read when this returns, a greater one in slices that `onNews` hears of. */
  scan(onNews: ScanNews): void {
    this.#onNews = onNews;
    this.#list();
    this.#readFor(firstSliceMs);
    this.#goOn();
  }

  close(): void {
    this.#timer?.dispose();
    this.#timer = null;
    this.#onNews = null;
  }

  /** Reads what waits slice by slice, if there is anything and nobody does so yet. */
  #goOn(): void {
    if (this.#timer !== null || this.#waiting.size === 0) return;
    const { clock } = this.#parts;
    const read = new Set<string>();
    let toldAt = clock.monotonic();
    const slice = (): void => {
      for (const dagId of this.#readFor(sliceMs)) read.add(dagId);
      const isOver = this.#waiting.size === 0 && this.#lookAtLoads();
      if (isOver) for (const dagId of this.#judgedAnew()) read.add(dagId);
      this.#timer = isOver ? null : clock.after(0, slice);
      if (!isOver && clock.monotonic() - toldAt < newsEveryMs) return;
      toldAt = clock.monotonic();
      this.#onNews?.([...read], this.isAllRead());
      read.clear();
    };
    this.#timer = clock.after(0, slice);
  }

  #lookAtLoads(): boolean {
    const { clock } = this.#parts;
    const end = clock.monotonic() + sliceMs;
    return this.#references.lookAtLoads(() => clock.monotonic() >= end);
  }

  /** The DAGs that are told something else of what they name in other files. What is not read yet would be missed, so nothing is said before. */
  #judgedAnew(): string[] {
    if (this.#waiting.size > 0 || this.#isFirstReadingOn()) return [];
    this.#references.settle();
    return this.#references.takeChanged().flatMap((path) => this.#index.get(path)?.dagId ?? []);
  }

  /** At least one file. Returns the ids, before and after. */
  #readFor(longestMs: number): string[] {
    const { clock } = this.#parts;
    const end = clock.monotonic() + longestMs;
    const ids: string[] = [];
    for (const path of this.#waiting.keys()) {
      const before = this.#index.get(path)?.dagId;
      const file = this.#read(path);
      ids.push(...(before === undefined ? [] : [before]), file.dagId);
      // Made now, in slices, so that the first list after the scan need not make them all.
      this.summary(this.#judge(file, this.#parts.workspace.config()));
      if (clock.monotonic() >= end) break;
    }
    return ids;
  }

  /** Throws dag/not-found. A file that cannot be read as a DAG goes by its file name. */
  get(dagId: string): DagFile {
    this.#list();
    const found = this.#ofId(dagId);
    if (!found) throw notFound(dagId, this.#ids());
    return found;
  }

  /** Null where there is none, or where a scan has not come to it yet: for who is called again when the scan is done. */
  ready(dagId: string): DagFile | null {
    this.#list();
    const file = this.#timer === null ? this.#ofId(dagId) : this.#firstJudged(dagId);
    return file === null || isBeingRead(file) ? null : file;
  }

  /** When the file of this DAG is read as it stands now: at once, unless it is long. */
  async settled(dagId: string): Promise<void> {
    this.#list();
    this.#refresh(dagId);
    const file = this.#ofId(dagId);
    // A long one that says its id far down is found when it is read.
    await this.#long.settled(file === null ? this.#long.paths() : [file.file]);
  }

  /** Like `get`, but only a DAG that may run. Throws dag/invalid with its errors. */
  valid(dagId: string): DagFile & { dag: Dag } {
    this.#refresh(dagId);
    const file = this.get(dagId);
    if (this.#long.has(file.file)) throw new AppError("dag/being-read", `${file.file}: the file is long and is being read; try again in some seconds.`, { dagId });
    const errors = file.diagnostics.filter((one) => one.severity === "error");
    if (file.dag === null || errors.length > 0) throw invalid(file, errors);
    return { ...file, dag: file.dag };
  }

  /** Returns the ids that may have changed. Paths are relative; a path that is not a DAG file may still be one that a DAG refers to. */
  forget(paths: readonly string[]): string[] {
    if (!this.#isListed) return [];
    const touched = new Set(paths.flatMap((path) => this.#index.touchedBy(path)));
    for (const path of paths) if (this.#waiting.has(path)) this.#waiting.set(path, undefined);
    const { gone, come } = this.#listAnew(paths, touched);
    const left = this.#timer === null ? this.#waiting.keys() : [];
    const stale = [...new Set([...touched, ...come, ...left])].filter((path) => !gone.has(path));
    const isLater = this.#onNews !== null && stale.length > mostAtOnce;
    const read = isLater ? [] : stale.map((path) => this.#reading(path));
    const ids = new Set([...[...touched, ...gone].flatMap((path) => this.#index.get(path)?.dagId ?? []), ...read.map(({ dagId }) => dagId)]);
    const before = new Map([...ids].map((id) => [id, this.#fingerprint(id)]));
    for (const path of gone) this.#drop(path);
    for (const file of read) this.#keep(file);
    if (isLater) this.#readLater(stale);
    const others = this.#judgedAnew();
    const changed = [...ids].filter((id) => before.get(id) !== this.#fingerprint(id));
    return [...new Set([...changed, ...others, ...(paths.includes("dagwright.json") ? this.#idsWithConnections() : [])])];
  }

  #drop(path: string): void {
    this.#index.drop(path);
    this.#references.drop(path);
    this.#waiting.delete(path);
    this.#judged.delete(path);
    this.#long.leave(path);
  }

  /** A long file keeps the reading that it has until another comes. */
  #reading(path: string): DagFile {
    return readDagFile(this.#parts.workspace, path, (bytes) => {
      if (!this.#long.isLong(bytes.length)) this.#long.leave(path);
      else this.#long.start(path, markOf(bytes));
      return this.#long.has(path) ? (this.#index.get(path) ?? fileBeingRead(path, bytes)) : null;
    });
  }

  /** What was read elsewhere. */
  #take(file: DagFile): void {
    const before = this.#index.get(file.file)?.dagId;
    if (before === undefined) return;
    // Who asks for a DAG whose file cannot be read is told why, not that there is none.
    const { dagId } = this.#keep(file.source === "" ? { ...file, dagId: before } : file);
    this.#onNews?.([...new Set([before, dagId, ...this.#judgedAnew()])], this.isAllRead());
  }

  /** False while a scan goes on, or the first reading of a long file. */
  isAllRead(): boolean {
    return this.#timer === null && this.#waiting.size === 0 && !this.#isFirstReadingOn();
  }

  /** Of a long file that nothing is known of yet. */
  #isFirstReadingOn(): boolean {
    return this.#long.paths().some((path) => {
      const file = this.#index.get(path);
      return file !== undefined && isBeingRead(file);
    });
  }

  /** The old readings stand until then. */
  #readLater(paths: readonly string[]): void {
    for (const path of paths) this.#waiting.set(path, undefined);
    this.#goOn();
  }

  #idsWithConnections(): string[] {
    return this.#index.all().flatMap(({ dagId, connections }) => (connections.length > 0 ? [dagId] : []));
  }

  summary(file: DagFile): DagSummary {
    return this.#parts.summaries.of(file);
  }

  /** The list as it is shown: what was found so far. */
  list(): DagList {
    const { files, scan } = this.found();
    return { dags: this.#parts.summaries.list(files), diagnostics: files.flatMap((file) => [...file.diagnostics, ...file.findings]), scan };
  }

  detail(dagId: string): DagDetail {
    const file = this.get(dagId);
    return { summary: this.summary(file), dag: file.dag, tasks: [...file.tasks], outline: file.outline, source: file.source, diagnostics: [...file.diagnostics], findings: [...file.findings] };
  }

  /** What a text that somebody edits names of other DAGs, as their saved files stand; nothing while these are still being read. */
  judgeDraft(draft: ReferringFile): Diagnostic[] {
    this.#list();
    return this.isAllRead() ? this.#references.ofDraft(draft) : [];
  }

  #list(): void {
    if (this.#isListed) return;
    this.#isListed = true;
    const listed = new Set(this.#parts.workspace.listDagFiles());
    for (const path of [...this.#index.all().map(({ file }) => file), ...this.#waiting.keys()]) if (!listed.has(path)) this.#drop(path);
    for (const path of listed) if (!this.#index.get(path) && !this.#waiting.has(path)) this.#waiting.set(path, undefined);
  }

  /** Which DAG files came and went by a change of these paths. The folders are gone through only where that may show something new. */
  #listAnew(paths: readonly string[], touched: ReadonlySet<string>): { gone: Set<string>; come: string[] } {
    const { workspace } = this.#parts;
    const isKnown = (path: string): boolean => this.#index.get(path) !== undefined || this.#waiting.has(path);
    const mayShowNew = paths.some((path) => !isKnown(path) && (path.endsWith(".dag.yaml") || isThere(() => workspace.isFolder(path))));
    const mayBeGone = [...touched, ...paths.filter((path) => this.#waiting.has(path))].filter((path) => paths.some((one) => path === one || path.startsWith(`${one}/`)));
    const gone = new Set(mayBeGone.filter((path) => !isThere(() => workspace.exists(path))));
    if (!mayShowNew) return { gone, come: [] };
    const listed = workspace.listDagFiles();
    const there = new Set(listed);
    for (const path of [...this.#index.all().map(({ file }) => file), ...this.#waiting.keys()]) if (!there.has(path)) gone.add(path);
    return { gone, come: listed.filter((path) => !isKnown(path)) };
  }

  /** Reads a DAG's file again if its text is another by now, so that a run never uses a stale reading. */
  #refresh(dagId: string): void {
    const { workspace } = this.#parts;
    const known = this.#index.ofId(dagId);
    if (known.length === 0) this.#isListed = false;
    for (const before of known) {
      const isLong = this.#long.isLong(before.bytes);
      if (this.#long.has(before.file) || (isLong ? isLongAsRead : isAsRead)(workspace, before)) continue;
      const isStill = isThere(() => workspace.exists(before.file));
      if (isLong && isStill) {
        this.#read(before.file);
        continue;
      }
      this.#index.drop(before.file);
      this.#waiting.set(before.file, undefined);
      if (!isStill) this.#isListed = false;
    }
  }

  /** The DAG of an id, reading no other files than its own: the rest is glanced at. */
  #ofId(dagId: string): DagFile | null {
    for (const [path, glanced] of this.#waiting) {
      const id = glanced === undefined ? glanceAtId(this.#parts.workspace, path) : glanced;
      if (glanced === undefined) this.#waiting.set(path, id);
      if (id === null || id === dagId) this.#read(path);
    }
    return this.#firstJudged(dagId);
  }

  #firstJudged(dagId: string): DagFile | null {
    const [first] = this.#index.ofId(dagId);
    return first ? this.#judge(first, this.#parts.workspace.config()) : null;
  }

  #ids(): string[] {
    return [...this.#index.all().map((file) => file.dagId), ...[...this.#waiting.values()].flatMap((id) => id ?? [])].sort();
  }

  #read(path: string): DagFile {
    return this.#keep(this.#reading(path));
  }

  #keep(file: DagFile): DagFile {
    this.#waiting.delete(file.file);
    this.#index.put(file);
    this.#references.put(file);
    return file;
  }

  #judgeAll(files: readonly DagFile[]): DagFile[] {
    const by = this.#parts.workspace.config();
    return files.map((file) => this.#judge(file, by));
  }

  /** The same object until the file, its namesakes or the workspace file change, so that what is made from it can be kept beside it. */
  #judge(from: DagFile, by: WorkspaceFile): DagFile {
    const first = this.#index.firstOfId(from.dagId) ?? from.file;
    if (this.#timer === null && this.#waiting.size === 0) this.#references.settle();
    const findings = this.#references.of(from.file);
    const known = this.#judged.get(from.file);
    if (known?.from === from && known.first === first && known.by === by && known.findings === findings) return known.file;
    const judged = judgeDagFile(from, first, by);
    const file = findings.length === 0 ? judged : { ...judged, findings };
    this.#judged.set(from.file, { from, first, by, findings, file });
    return file;
  }

  /** Of all files with the id, as one. */
  #fingerprint(dagId: string): string {
    return this.#judgeAll(this.#index.ofId(dagId)).map((file) => `${file.file} ${file.hash} ${[...file.diagnostics, ...file.findings].map((one) => one.message).join()}`).join("\n");
  }
}

/** False also for a path that leads out of the workspace. */
function isThere(look: () => boolean): boolean {
  try {
    return look();
  } catch {
    return false;
  }
}

function notFound(dagId: string, known: readonly string[]): AppError {
  const shown = known.slice(0, 8).join(", ");
  const list = known.length === 0 ? "the workspace has no *.dag.yaml file" : `known are ${shown}${known.length > 8 ? `, … (${known.length})` : ""}`;
  return new AppError("dag/not-found", `DAG "${dagId}": not found; ${list}.${suggestion(dagId, known)}`, { dagId });
}

function invalid(file: DagFile, errors: readonly Diagnostic[]): AppError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const where = first ? `${first.file}:${first.line}:${first.column}: ${first.message}` : `${file.file}: has no meaning as a DAG`;
  return new AppError("dag/invalid", `${where}${more}`, { dagId: file.dagId, diagnostics: errors });
}
