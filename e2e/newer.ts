/** A workspace whose state a newer Dagwright wrote, looked at: what the window offers, shows and refuses, and that the state stays as it is. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, type Page } from "playwright/test";
import { openTask } from "./journeys.ts";
import { goTo } from "./screens.ts";

export const newerDag = {
  "d.dag.yaml": `dag: d
tasks:
  say: { config_type: BashTask, bash: 'echo hello {{ conf.user }}' }
  end: { config_type: EmptyTask, deps: [say] }
`,
};

/** As a migration of a later version could leave it: more of it, less of it, another name. */
function makeNewer(workspace: string): void {
  const file = join(workspace, ".dagwright/state.db");
  const database = new DatabaseSync(file);
  database.exec(`
    create table tag (run integer not null, name text not null, primary key (run, name));
    alter table dag_run add column urgency text not null default 'usual';
    alter table dag_run rename column reason to why;
    alter table note rename to remark;
    pragma user_version = 9000`);
  database.close();
  writeFileSync(`${file}.by`, "99.1.0\n");
}

/** Names and digests of the files of the state. */
export function stateOf(workspace: string): Record<string, string> {
  const folder = join(workspace, ".dagwright");
  const names = readdirSync(folder).filter((name) => name.startsWith("state.db"));
  return Object.fromEntries(names.toSorted().map((name) => [name, createHash("sha256").update(readFileSync(join(folder, name))).digest("hex")]));
}

/** A finished run, made by the command line, which a newer version then takes over. */
export function leaveNewer(workspace: string): Record<string, string> {
  const made = dagwright(workspace, "run", "d", "--run-id", "first", "--conf", '{"user":"u-4711"}');
  expect(made.status, made.stderr).toBe(0);
  makeNewer(workspace);
  return stateOf(workspace);
}

export function dagwright(workspace: string, ...words: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [join(import.meta.dirname, "..", "bin", "dagwright.mjs"), ...words, "--workspace", workspace], { encoding: "utf8", env: { ...process.env, DAGWRIGHT_CONFIG_DIR: join(workspace, "..", "config") } });
}

/** A run, its task's log, the grid of its DAG, the finder; then what acts, which is off, or is refused with the reason. */
export async function looksOnly(page: Page): Promise<void> {
  const banner = page.getByRole("status").filter({ hasText: "Read only." });
  await expect(banner).toContainText("Dagwright 99.1.0 wrote this workspace’s state (schema 9000, this one knows");
  await expect(banner).toContainText("Not shown, because it is stored otherwise there: dag_run.reason, all of note.");
  await goTo(page, "#/runs");
  await expect(page.getByText("first", { exact: true }).first()).toBeVisible();
  await goTo(page, "#/find?q=4711");
  await expect(page.getByText("u-4711").first()).toBeVisible();
  await goTo(page, "#/dags/d/runs/first");
  await openTask(page, "say");
  await expect(page.getByText("hello u-4711").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Run DAG" }).first()).toBeDisabled();
  await goTo(page, "#/health");
  await expect(page.getByRole("region", { name: "Self-watch" })).toContainText("All is well");
  await actsAreOff(page);
  await expect(banner).toBeVisible();
  await expect(page.getByText("This workspace is not trusted")).toHaveCount(0);
}

/** What would be refused in the end is off from the beginning, and says why. */
async function actsAreOff(page: Page): Promise<void> {
  const why = "The workspace is open for reading only";
  const isOff = async (name: string | RegExp): Promise<void> => {
    await expect(page.getByRole("button", { name })).toBeDisabled();
    await expect(page.getByRole("button", { name })).toHaveAttribute("title", why);
  };
  await isOff("Back up now");
  await goTo(page, "#/retention");
  await isOff("Change the rules");
  await goTo(page, "#/pools");
  await isOff("Add a pool");
  await isOff("Bound pool default");
  await goTo(page, "#/dags");
  await isOff("New DAG");
  await goTo(page, "#/schedules");
  await expect(page.getByText("No schedule runs while the workspace is open for reading only.")).toBeVisible();
  await goTo(page, "#/data");
  await expect(page.getByText("No database is asked")).toBeVisible();
  await goTo(page, "#/dags/d/draw");
  await page.getByRole("button", { name: "Add Bash task" }).click();
  await expect(page.getByText(/wrote its state \(schema 9000.*Its files are not changed either\./)).toHaveCount(2);
  await expect(page.getByText("Added Bash task")).toHaveCount(0);
}
