/** Before all test files: the programs that tests start are built, since one bundle starts in a fraction of the time that its sources take. */
import { build } from "./build.mjs";

export async function setup(): Promise<void> {
  await build({ names: ["engine", "reader", "runner", "logs", "backup", "warehouse", "cli", "bench"] });
}
