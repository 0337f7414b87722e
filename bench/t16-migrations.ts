/** T16: states of older versions, and a kill at each statement of the migrations. Twice in all, or all versions. */
import { join } from "node:path";
import { migrationKills, realKills } from "../src-main/store/fixtures/migration-kills.ts";
import { inTemporaryFolder, never, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T16";

export const migrations: Workload = { id, title: "Killed at each statement of a migration: the old schema or the new, nothing else", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const versions = long ? [1, 3, 6, 10, 14, 18, 20, 21, 22, 24, 26, 27] : [10, 20, 26, 27];
  const wrong: string[] = [];
  let samples = 0;
  for (const version of versions) {
    const seen = migrationKills({ folder: join(folder, `v${version}`), version });
    console.error(`T16: from schema ${version}: ${seen.statements} statements, ${seen.rows} rows`);
    samples += seen.statements;
    wrong.push(...seen.wrong);
  }
  const kills = await realKills({ folder: join(folder, "kills"), version: 20, rounds: long ? 200 : 10, seed: 16 });
  return [
    never({ id, metric: "kills that leave neither the old schema nor the new, lose rows, or have no backup", found: wrong, samples }),
    never({ id, metric: "processes killed with SIGKILL in mid-migration after which the state does not open whole", found: kills.wrong, samples: kills.rounds }),
  ];
}
