/** Every screen, tab and dialog of the app on the sample workspace, each with the way a person gets there. */
import { expect, type Page } from "playwright/test";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";

export interface Screen {
  readonly name: string;
  open(page: Page): Promise<void>;
}

export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => void (window.location.hash = to), hash);
}

/** Runs the three DAGs of the sample, so that every list has something in it. */
export async function runSample(page: Page): Promise<void> {
  for (const [dag, end] of [["onboarding", "Success"], ["birdstrikes", "Success"], ["failing_check", "Failed"]] as const) {
    await openDag(page, dag);
    await runDag(page);
    await expectRunState(page, dag, end);
  }
}

/** One of a row of choices: what a person hits is the word, the radio behind it is hidden. */
export async function choose(page: Page, group: string, word: string): Promise<void> {
  const choices = page.getByRole("radiogroup", { name: group, exact: true });
  await choices.getByText(word, { exact: true }).click();
  await expect(choices.getByRole("radio", { name: word, exact: true })).toBeChecked();
}

async function failedTask(page: Page): Promise<void> {
  await dagFace(page, "failing_check", "Graph");
  await openTask(page, "species");
}

async function dagFace(page: Page, dagId: string, face: string): Promise<void> {
  await goTo(page, `#/dags/${dagId}`);
  await expect(page.getByRole("heading", { name: dagId, level: 1 })).toBeVisible();
  await choose(page, "Face of the DAG", face);
  if (face === "Source") await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible();
}

async function table(page: Page, face: string): Promise<void> {
  await goTo(page, "#/data/warehouse/birdstrikes/fact_strike");
  await page.getByRole("tab", { name: face }).click();
  await expect(page.getByRole("tabpanel")).toBeVisible();
}

async function settings(page: Page, face: string): Promise<void> {
  await goTo(page, "#/settings");
  await choose(page, "Face", face);
}

const place = (name: string, hash: string, heading: string | RegExp): Screen => ({
  name,
  open: async (page) => {
    await goTo(page, hash);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
  },
});

export const places: readonly Screen[] = [
  place("home", "#/", /run|failed|Welcome/),
  place("dags", "#/dags", "DAGs"),
  place("runs", "#/runs", "Runs"),
  place("timeline", "#/timeline", "Timeline"),
  place("schedules", "#/schedules", "Schedules"),
  place("find", "#/find", "Find"),
  place("data", "#/data", "Data"),
  place("health", "#/health", "Health"),
  { name: "settings", open: (page) => settings(page, "Form") },
  { name: "settings-json", open: (page) => settings(page, "JSON") },
];

const panelTabs = ["Log", "Rendered", "Checks", "Output", "Details"];

export const sampleScreens: readonly Screen[] = [
  ...places,
  ...["Graph", "Grid", "Gantt", "Trends", "Tasks", "Source", "Details"].map((face): Screen => ({ name: `dag-${face.toLowerCase()}`, open: (page) => dagFace(page, "birdstrikes", face) })),
  ...panelTabs.map(
    (tab): Screen => ({
      name: `task-${tab.toLowerCase()}`,
      open: async (page) => {
        await failedTask(page);
        await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
      },
    }),
  ),
  ...["Rows", "Columns", "Profile"].map((face): Screen => ({ name: `table-${face.toLowerCase()}`, open: (page) => table(page, face) })),
  {
    name: "find-hits",
    open: async (page) => {
      await goTo(page, "#/find?q=U-1001");
      await expect(page.getByRole("status").filter({ hasText: /hits? in/ })).toBeVisible();
    },
  },
  { name: "find-none", open: (page) => goTo(page, "#/find?q=nobody-has-this") },
];

/** What lies over a page; each is left with Escape. */
export const overlays: readonly Screen[] = [
  { name: "palette", open: (page) => page.keyboard.press("Control+p") },
  { name: "palette-commands", open: (page) => page.keyboard.press("Control+Shift+p") },
  { name: "keys", open: (page) => page.keyboard.press("Control+/") },
  { name: "workspace-menu", open: (page) => page.getByRole("banner").locator("[aria-haspopup=menu]").click() },
];

export const dagOverlays: readonly Screen[] = [
  {
    name: "run-form",
    open: async (page) => {
      await page.getByRole("button", { name: "More ways to run" }).click();
      await page.getByRole("menuitem", { name: /params/i }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  { name: "run-menu", open: (page) => page.getByRole("button", { name: "More ways to run" }).click() },
  {
    name: "clear",
    open: async (page) => {
      await page.getByRole("button", { name: /^Clear/ }).first().click();
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
];
