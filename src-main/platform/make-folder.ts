/** Makes one folder of a workspace, private to this user, and says truly why it cannot: Node's recursive way calls a read-only disk a missing folder. */
import { mkdirSync, statSync } from "node:fs";

/** Nothing to do when it is there. Throws what the system says. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (thrown) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw thrown;
  }
}
