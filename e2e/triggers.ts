/** A DAG that starts another one: the way from the task to the run and back. The same in the desktop and in the browser. */
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
