/** The workspace folder as the services see it. Paths given and returned are relative, with forward slashes, unless said otherwise. */
import type { WorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";
import type { Disposable } from "./machine.ts";

export interface Workspace {
  /** Absolute. */
  readonly root: string;
  readonly name: string;
  /** Absolute; `.dagwright` below the root. */
  readonly dataFolder: string;
  /** What `dagwright.json` says now, and what is wrong with it; the same object until the file is another. */
  config(): WorkspaceFile & { /** The diagnostics as lines of text. */ readonly problems: readonly string[] };
  /** Replaces keys of `dagwright.json` by write-new, fsync and rename; other keys and their order stay. */
  saveConfig(patch: Readonly<Record<string, unknown>>): void;
  /** Absolute path of something inside. Throws AppError workspace/outside for `..`, absolute paths and links that lead out. */
  resolve(path: string): string;
  exists(path: string): boolean;
  isFolder(path: string): boolean;
  readText(path: string): string;
  readBytes(path: string): Uint8Array;
  /** Every `*.dag.yaml`, sorted; hidden folders and node_modules are passed over, links are not followed out. */
  listDagFiles(): string[];
  /** Calls back with the changed paths, gathered over some 50 ms. */
  watch(onChange: (paths: readonly string[]) => void): Promise<Disposable>;
}
