/** What sensors look at outside of the engine's own store. */

export interface FoundFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}

export interface FileLooks {
  /**
   * The files that a path or a pattern (`*`, `**`, `?`, `{a,b}`) names, relative to the workspace, at most `limit`; of a folder, the files in
   * it. What leads out of the workspace and what lies in `.dagwright` or `.git` is passed over. Throws AppError workspace/outside.
   */
  find(pattern: string, limit: number): Promise<readonly FoundFile[]>;
}

/** Adds a line to a text file, whose folder is made when it is missing. */
export type AppendLine = (path: string, line: string) => void;
