/**
 * Where an export may be written: inside the workspace, where a person pointed with the native save dialog, or into the engine's own
 * folder for a download. Nothing else: a page that was talked into asking could otherwise write anywhere.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import type { ExportFormat, ExportTarget } from "../../shared/contract/sql.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Clock } from "../ports/machine.ts";
import type { Workspace } from "../ports/workspace.ts";

const grantLifeMs = 60 * 60_000;
const reserved = new Set([".dagwright", ".git"]);

export interface ExportFile {
  /** Absolute. */
  readonly file: string;
  /** Where to fetch it, when it is to be. */
  readonly download: string | null;
}

export interface Download {
  readonly file: string;
  /** The name under which the browser saves it. */
  readonly name: string;
}

export const downloadPath = "/download/";

export class ExportTargets {
  readonly #workspace: Workspace;
  readonly #clock: Clock;
  readonly #grants = new Map<string, { file: string; goodUntil: number }>();
  readonly #downloads = new Map<string, Download & { goodUntil: number }>();

  constructor(parts: { workspace: Workspace; clock: Clock }) {
    this.#workspace = parts.workspace;
    this.#clock = parts.clock;
  }

  /** A person chose this file in a native dialog; the word is good for one export. */
  allow(grant: string, file: string): void {
    this.#grants.set(grant, { file: resolve(file), goodUntil: this.#clock.now() + grantLifeMs });
  }

  /** Throws workspace/outside, input/invalid. */
  fileOf(target: ExportTarget, format: ExportFormat | "dagwright-run" | "log"): ExportFile {
    if (target.to === "workspace") return { file: this.#inside(target.path, target.overwrite ?? false), download: null };
    if (target.to === "granted") return { file: this.#granted(target.grant), download: null };
    return this.#forDownload(target.name, format);
  }

  /** Null for one that is not there, or was there too long ago. */
  download(id: string): Download | null {
    const found = this.#downloads.get(id);
    return found === undefined || found.goodUntil < this.#clock.now() ? null : found;
  }

  /** Folder of downloads; whoever starts the engine empties it. */
  static folderOf(workspace: Workspace): string {
    return join(workspace.dataFolder, "downloads");
  }

  #inside(path: string, mayOverwrite: boolean): string {
    const file = this.#workspace.resolve(path);
    const steps = file.slice(this.#workspace.root.length + 1).split(/[\\/]/);
    if (file === this.#workspace.root || steps.some((step) => reserved.has(step.toLowerCase()))) throw new AppError("workspace/outside", `${JSON.stringify(path)}: .dagwright and .git are not for exports; choose another folder of the workspace.`, { path });
    if (this.#workspace.isFolder(path)) throw new AppError("input/invalid", `${JSON.stringify(path)}: is a folder; give the name of a file in it.`, { path });
    if (!mayOverwrite && this.#workspace.exists(path)) throw new AppError("input/invalid", `${JSON.stringify(path)}: is there already; choose another name, or say that it may be overwritten.`, { path, exists: true });
    mkdirSync(dirname(file), { recursive: true });
    return file;
  }

  #granted(grant: string): string {
    const found = this.#grants.get(grant);
    this.#grants.delete(grant);
    if (found === undefined || found.goodUntil < this.#clock.now()) throw new AppError("workspace/outside", "Export: no file was chosen for it in the save dialog; choose one and try again.");
    return found.file;
  }

  #forDownload(name: string, format: string): ExportFile {
    const id = randomUUID();
    const folder = ExportTargets.folderOf(this.#workspace);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const plain = basename(name.replaceAll("\\", "/")) || "result";
    const file = join(folder, `${id}.${format}`);
    this.#downloads.set(id, { file, name: extname(plain) === "" ? `${plain}.${format}` : plain, goodUntil: this.#clock.now() + grantLifeMs });
    return { file, download: `${downloadPath}${id}` };
  }
}
