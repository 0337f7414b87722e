/** Links to a run, a task, a try, a line of a log, a face: copied where one looks, followed by somebody else, and honest where nothing is behind them. */
import { expect, type Page } from "playwright/test";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";
import { choose } from "./screens.ts";

export const linkedDags = {
  "linked.dag.yaml": `dag: linked
tasks:
  talk: { config_type: BashTask, bash: 'for n in $(seq 1 300); do echo line $n of try $DAGWRIGHT_TRY_NUMBER; done; exit 3', retries: 1, retry_delay: 100ms }
  after: { config_type: EmptyTask, deps: [talk] }
`,
  "other.dag.yaml": "dag: other\ntasks:\n  one: { config_type: EmptyTask }\n",
};

export interface CopiedLinks {
  readonly runId: string;
  readonly run: string;
  readonly task: string;
  readonly try: string;
  readonly line: string;
  readonly grid: string;
}

const linked = (page: Page) => page.getByRole("region", { name: "DAG linked" });
const talk = (page: Page) => page.getByRole("region", { name: "Task talk" });
const line = (page: Page, number: number) => talk(page).locator(`[data-line="${number}"]`);
const missing = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words });

async function shownRun(page: Page): Promise<string> {
  const title = await linked(page).getByTitle(/^Run ID: /).getAttribute("title");
  return (title ?? "").replace(/^Run ID: /, "");
}

/** By key, wherever one looks; afterwards a newer run is there, which a link to the older one must not be taken for. */
export async function copyLinks(page: Page, clipboard: () => Promise<string>): Promise<CopiedLinks> {
  await openDag(page, "linked");
  await runDag(page);
  await expectRunState(page, "linked", "Failed");
  const runId = await shownRun(page);
  let before = "";
  const copied = async (): Promise<string> => {
    await page.keyboard.press("Alt+Shift+c");
    await expect.poll(clipboard).not.toBe(before);
    return (before = await clipboard());
  };
  const run = await copied();
  await openTask(page, "talk");
  const task = await copied();
  await page.getByRole("button", { name: /^Try 1/ }).click();
  const tried = await copied();
  await expect(talk(page).getByRole("log")).toContainText("of try 1");
  await page.keyboard.press("Control+g");
  await page.getByRole("textbox", { name: "Go to line" }).fill("222");
  await page.keyboard.press("Enter");
  await line(page, 222).getByRole("button", { name: "Line 222" }).click();
  const ofLine = await copied();
  await choose(page, "Face of the DAG", "Grid");
  const grid = await copied();
  await runDag(page);
  await expect.poll(() => shownRun(page)).not.toBe(runId);
  await expectRunState(page, "linked", "Failed");
  return { runId, run, task, try: tried, line: ofLine, grid };
}

/** `follow` does what a person does with a link. */
export async function followLinks(page: Page, links: CopiedLinks, follow: (link: string) => Promise<void>): Promise<void> {
  const opened = async (link: string): Promise<void> => {
    await openDag(page, "other");
    await follow(link);
    await expect.poll(() => shownRun(page)).toBe(links.runId);
  };
  await opened(links.run);
  await expectRunState(page, "linked", "Failed");
  await expect(talk(page)).toHaveCount(0);
  await opened(links.task);
  await expect(talk(page).getByRole("button", { name: /^Try 2/ })).toHaveAttribute("aria-pressed", "true");
  await opened(links.try);
  await expect(talk(page).getByRole("button", { name: /^Try 1/ })).toHaveAttribute("aria-pressed", "true");
  await opened(links.line);
  await expectLine222(page);
  await opened(links.grid);
  await expect(page.getByRole("radio", { name: "Grid" })).toBeChecked();
  await expectLine222(page);
}

export async function expectLine222(page: Page): Promise<void> {
  await expect(line(page, 222)).toBeInViewport();
  await expect(line(page, 222)).toHaveAttribute("data-current", "true");
  await expect(line(page, 222)).toContainText("line 222 of try 1");
}

/** What is not there, for each step of the way; the ways out lead somewhere. */
export async function followDeadLinks(page: Page, { runId, line: link }: CopiedLinks, follow: (link: string) => Promise<void>): Promise<void> {
  const within = (from: RegExp, to: string): string => {
    const changed = link.replace(from, to);
    expect(changed).not.toBe(link);
    return changed;
  };
  await follow(within(new RegExp(encodeURIComponent(runId).replaceAll(".", "\\.")), "manual__gone"));
  await expect(page.getByRole("alert")).toContainText(["This run is not here"]);
  await expect(page.getByRole("region", { name: /^Task/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Look for it in the archive, too" }).click();
  await expect(page).toHaveURL(/#\/find\?q=manual__gone/);
  await page.goBack();
  await page.getByRole("link", { name: "All runs of linked" }).click();
  await expect(page.getByRole("grid", { name: "Runs" }).getByRole("link", { name: "linked" })).toHaveCount(2);
  await page.goBack();
  await page.getByRole("link", { name: "Show the newest run" }).click();
  await expectRunState(page, "linked", "Failed");
  await expect(page.getByRole("alert")).toHaveCount(0);

  await follow(within(/talk/, "gone"));
  await expect(page.getByRole("alert")).toContainText('has no task "gone"');
  await page.getByRole("button", { name: "Show the run alone" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);

  await follow(within(/(try[=/])1/, "$19"));
  await expect(missing(page, "There is no try 9 of this task; this is try 2.")).toBeVisible();
  await expect(talk(page).locator("[data-current=true]")).toHaveCount(0);
  await talk(page).getByRole("button", { name: /^Try 1/ }).click();
  await expect(missing(page, "There is no try")).toHaveCount(0);

  await follow(within(/222/, "99999"));
  await expect(missing(page, "Line 99,999 is not in this log; its last line is 300.")).toBeVisible();
  await expect(line(page, 300)).toBeInViewport();
  await line(page, 299).getByRole("button", { name: "Line 299" }).click();
  await expect(missing(page, "is not in this log")).toHaveCount(0);

  await follow(within(/talk/, "after"));
  await expect(missing(page, "There is no try 1 of this task: it has not started.")).toBeVisible();
  await follow(within(/linked/, "elsewhere"));
  await expect(page.getByText("elsewhere cannot be shown")).toBeVisible();
}
