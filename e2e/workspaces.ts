/** Workspaces for the journeys: the samples as they ship, and small ones written on the spot. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

export interface TestWorkspace {
  readonly path: string;
  remove(): void;
}

export const starterWorkspace = (): TestWorkspace => sampleWorkspace("starter");

export function sampleWorkspace(name: string): TestWorkspace {
  return workspace((path) => cpSync(join(root, "examples", name), path, { recursive: true }));
}

/** `files`: path below the workspace → text. */
export function smallWorkspace(files: Readonly<Record<string, string>>): TestWorkspace {
  return workspace((path) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(path, name, ".."), { recursive: true });
      writeFileSync(join(path, name), text);
    }
  });
}

function workspace(fill: (path: string) => void): TestWorkspace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dagwright-journey-")));
  const path = join(folder, "workspace");
  mkdirSync(path);
  fill(path);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}

/** A workspace, or the files of a small one. */
export type WorkspaceOrFiles = TestWorkspace | Readonly<Record<string, string>>;

export const workspaceOf = (of: WorkspaceOrFiles): TestWorkspace => (isWorkspace(of) ? of : smallWorkspace(of));

function isWorkspace(of: WorkspaceOrFiles): of is TestWorkspace {
  return typeof of["remove"] === "function";
}

/** Enough to be a workspace, for journeys that need no DAG. */
export const oneDag = { "one.dag.yaml": "dag: one\ntasks:\n  t: { config_type: EmptyTask }\n" };

/** Three tasks of some seconds each, so that there is time to interfere. */
export const slowDag = {
  "slow.dag.yaml": `dag: slow
tasks:
  first: { config_type: BashTask, bash: 'echo first $$; sleep 4; echo first done' }
  second: { config_type: BashTask, bash: 'echo second; sleep 0.2', deps: [first] }
  third: { config_type: BashTask, bash: 'echo third', deps: [second] }
`,
};
