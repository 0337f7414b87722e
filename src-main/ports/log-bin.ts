/** Where logs go that nobody is to read any more. */
export interface LogBin {
  /** Moves a folder out of its place at once; one that is not there is no matter. False where that failed. Given as a path from the data folder. */
  take(folder: string): boolean;
  /** Removes what was taken, also what an earlier process took. Resolves when it is gone, as far as it can be removed. */
  empty(): Promise<void>;
}
