/** A DAG that starts another one: the way from the task to the run and back. The same in the desktop and in the browser. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Client } from "pg";
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { choose } from "./screens.ts";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";

export const triggerDags = {
  "caller.dag.yaml": "dag: caller\ntasks:\n  onboard: { config_type: TriggerDagTask, trigger_dag: called, wait_for_completion: true, conf: { user_id: u-1042 } }\n  after: { config_type: BashTask, bash: 'echo {{ xcom.onboard }}', deps: [onboard] }\n",
  "called.dag.yaml": 'dag: called\ntasks:\n  hold: { config_type: BashTask, bash: "until [ -e go ]; do sleep 0.1; done" }\n',
};

export const queueDags = { "guests.dag.yaml": "dag: guests\nqueue: { folder: in }\ntasks:\n  greet: { config_type: BashTask, bash: 'echo {{ conf.user_id }}' }\n" };

/** Turned on by a person, a queue takes what lies there and what comes; what is no event is told of. */
export async function eventsStartRuns(page: Page, drop: (name: string, text: string) => void): Promise<void> {
  await openDag(page, "guests");
  await choose(page, "Face of the DAG", "Details");
  const queue = page.getByRole("region", { name: "Queue" });
  await expect(queue).toContainText("0 waiting, 0 taken, 0 set aside");
  await queue.getByRole("switch", { name: "Each event starts a run" }).click();
  await expect(queue.getByRole("switch", { name: "Each event starts a run" })).toBeChecked();
  drop("list.json", "[1, 2]");
  drop("u-1042.json", '{"user_id": "u-1042"}');
  await expect(queue).toContainText("1 taken, 1 set aside", { timeout: 20_000 });
  await expect(queue).toContainText("set aside: it is a list; expected a JSON object");
  await expectAccessible(page, [{ name: "the queue of a DAG", open: async () => undefined }]);
  await queue.getByRole("link", { name: /^manual__/ }).click();
  await expect(page.getByText("started by event u-1042.json")).toBeVisible();
}

export const postedDags = { "guests.dag.yaml": "dag: guests\nqueue: { http: true }\ntasks:\n  greet: { config_type: BashTask, bash: 'echo {{ conf.user_id }}' }\n" };

/** As a person types it in a terminal. */
export function makeQueueToken(workspace: string, config: string): string {
  const program = join(import.meta.dirname, "..", "bin", "dagwright.mjs");
  return execFileSync(process.execPath, [program, "queue", "token", "guests", "--workspace", workspace], { encoding: "utf8", env: { ...process.env, DAGWRIGHT_CONFIG_DIR: config } }).trim();
}

/** The page says how to make the token and where to post; what is posted there with it starts a run, and a repeat starts none. */
export async function postedEventsStartRuns(page: Page, makeToken: () => string): Promise<void> {
  await openDag(page, "guests");
  await choose(page, "Face of the DAG", "Details");
  const queue = page.getByRole("region", { name: "Queue" });
  await expect(queue).toContainText("over HTTP, no token yet");
  await expect(queue).toContainText("dagwright queue token guests");
  const token = makeToken();
  await queue.getByRole("switch", { name: "Each event starts a run" }).click();
  await expect(queue).toContainText("An event is posted with the token:", { timeout: 20_000 });
  const url = /curl (http:\/\/127\.0\.0\.1:\d+\/events\/guests)/.exec((await queue.textContent()) ?? "")?.[1] ?? "";
  const post = (bearer: string): Promise<Response> => fetch(url, { method: "POST", body: '{"user_id": "u-1042"}', headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json", "Idempotency-Key": "order-7" } });
  expect((await post(`${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`)).status).toBe(401);
  expect([(await post(token)).status, (await post(token)).status]).toEqual([202, 200]);
  await expect(queue).toContainText("1 taken, 0 set aside");
  await expect(queue).toContainText("From event to first task: p50");
  await expectAccessible(page, [{ name: "the queue of a DAG, over HTTP", open: async () => undefined }]);
  await queue.getByRole("link", { name: /^manual__/ }).click();
  await expect(page.getByText("started by event order-7")).toBeVisible();
}

export const tableDags = (connection: Readonly<Record<string, unknown>>): Record<string, string> => ({
  "guests.dag.yaml": "dag: guests\nqueue: { table: signup, connection: crm, event: said, notify: signup }\ntasks:\n  greet: { config_type: BashTask, bash: 'echo {{ conf.user_id }}' }\n",
  "dagwright.json": JSON.stringify({ connections: { crm: connection } }),
});

/** As the people who own the database set it up: the statements of the handbook. */
const signupTable = `create table signup (id bigserial primary key, said jsonb, dagwright_run text);
  create function tell_signup() returns trigger language plpgsql as $$ begin perform pg_notify('signup', ''); return null; end $$;
  create trigger tell_signup after insert on signup for each statement execute function tell_signup();`;

/** Rows of a real table start a run each, whose name the row then bears; one that is no event says why. */
export async function rowsStartRuns(page: Page, connection: Readonly<Record<string, unknown>>): Promise<void> {
  const person = new Client(connection);
  await person.connect();
  try {
    await person.query(signupTable);
    await person.query(`insert into signup (said) values ('{"user_id": "u-1"}')`);
    await openDag(page, "guests");
    await choose(page, "Face of the DAG", "Details");
    const queue = page.getByRole("region", { name: "Queue" });
    await expect(queue).toContainText("rows of signup, connection crm");
    await expect(queue).toContainText("not connected");
    await queue.getByRole("switch", { name: "Each event starts a run" }).click();
    await expect(queue).toContainText("told by NOTIFY signup", { timeout: 20_000 });
    await expect(queue).toContainText("0 waiting, 1 taken, 0 set aside", { timeout: 20_000 });
    await person.query(`insert into signup (said) values ('{"user_id": "u-2"}'), ('[1]')`);
    await expect(queue).toContainText("0 waiting, 2 taken, 1 set aside", { timeout: 20_000 });
    await expect(queue).toContainText("set aside: it is a list; expected a JSON object");
    await expectAccessible(page, [{ name: "the queue of a DAG, from a table", open: async () => undefined }]);
    const { rows } = await person.query<{ mark: string }>("select dagwright_run as mark from signup order by id");
    await expect(queue.getByRole("link")).toHaveText([rows[1]?.mark ?? "", rows[0]?.mark ?? ""]);
    expect(rows[2]?.mark).toMatch(/^set aside: it is a list/);
    await queue.getByRole("link", { name: rows[1]?.mark ?? "", exact: true }).click();
    await expect(page.getByText("started by event 2")).toBeVisible();
  } finally {
    await person.end();
  }
}

export async function thereAndBack(page: Page, release: () => void): Promise<void> {
  await openDag(page, "caller");
  await runDag(page);
  await openTask(page, "onboard");
  const panel = page.getByRole("region", { name: "Task onboard" });
  const gates = page.getByRole("list", { name: "Gates before the task" });
  await expect(panel).toContainText("Deferred");
  await expect(gates).toContainText("a run of called that it starts to be success");
  await expect(gates.getByRole("button", { name: /^called · manual__/ })).toBeVisible();
  await expectAccessible(page, [{ name: "a task that waits for a run that it started", open: async () => undefined }]);
  release();
  await expectRunState(page, "caller", "Success");
  await panel.getByRole("list", { name: "Runs that it started" }).getByRole("link", { name: /^called · manual__/ }).click();
  await expectRunState(page, "called", "Success");
  await expect(page.getByText("started by caller · onboard")).toBeVisible();
  await expectAccessible(page, [{ name: "a run that a task has started", open: async () => undefined }]);
  await page.getByRole("link", { name: "caller · onboard" }).click();
  await expect(page.getByRole("region", { name: "Task onboard" })).toContainText("Success");
}
