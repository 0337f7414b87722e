/**
 * The warehouse sample drawn from an empty canvas: once by mouse, once by keyboard alone. Tasks come from its files, edges and
 * fields by gestures; the sample is only read to know what to draw. What is saved must mean what the sample means.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { parseDag, readDag } from "../shared/dag-file/parse-dag.ts";
import { toPlain } from "../shared/dag-file/yaml-tree.ts";
import { boxOf, drag, node, openDrawing, savedText } from "./draw.ts";
import { starterWorkspace, type TestWorkspace } from "./workspaces.ts";

type Plain = Readonly<Record<string, unknown>>;

/** How somebody gets to things: all else is the same. */
export interface Hand {
  /** Into a field, with what it holds selected. */
  readonly reach: (field: Locator) => Promise<void>;
  readonly press: (button: Locator) => Promise<void>;
  readonly pick: (list: Locator, word: string) => Promise<void>;
  /** The second of two, which are side by side. */
  readonly switchTo: (group: Locator, word: string) => Promise<void>;
  /** Selects a task and shows its properties. */
  readonly show: (id: string) => Promise<void>;
  /** Nothing selected: the properties are the DAG's. */
  readonly showDag: () => Promise<void>;
}

export interface Sample {
  readonly text: string;
  readonly plain: Plain;
}

const emptyFile = "dag: birdstrikes\ntasks: {}\n";

/** The sample's files without its DAG, and an empty one of the same name. */
export function emptyWarehouse(): TestWorkspace & { readonly sample: Sample } {
  const workspace = starterWorkspace();
  const file = join(workspace.path, "birdstrikes.dag.yaml");
  const text = readFileSync(file, "utf8");
  rmSync(file);
  writeFileSync(join(workspace.path, "drawn.dag.yaml"), emptyFile);
  return { ...workspace, sample: { text, plain: plainOf(text) } };
}

export function plainOf(text: string): Plain {
  return recordOf(toPlain(readDag(text, "").root));
}

function recordOf(value: unknown): Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

const panel = (page: Page): Locator => page.getByRole("complementary", { name: "Properties" });
const field = (page: Page, key: string): Locator => panel(page).locator(`[data-field=${JSON.stringify(key)}]`).last();

async function says(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();
}

async function openEmpty(page: Page): Promise<Locator> {
  return await openDrawing(page, "birdstrikes");
}

function mouse(page: Page): Hand {
  return {
    reach: async (target) => {
      await target.click();
      await page.keyboard.press("Control+a");
    },
    press: (target) => target.click(),
    pick: async (target, word) => void (await target.selectOption({ label: word })),
    switchTo: (group, word) => group.getByText(word, { exact: true }).click(),
    show: async (id) => void (await page.getByRole("treeitem", { name: new RegExp(`^${id}, `) }).click()),
    showDag: async () => {
      await page.getByRole("toolbar", { name: "Drawing" }).getByRole("button", { name: "Properties" }).click();
      await expect(panel(page).getByRole("region", { name: "Properties of the DAG" })).toBeVisible();
    },
  };
}

/** No pointer: Tab goes from field to field, as often as there are stops in between. */
function keys(page: Page): Hand {
  const tabTo = async (target: Locator): Promise<void> => {
    for (let tries = 0; tries < 100; tries += 1) {
      // Far at first, then stop by stop: what looks like a stop may be none.
      const { way, steps } = await target.evaluate((goal, mayLeap) => {
        const now = document.activeElement ?? document.body;
        const stops = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex]")].filter((stop) => stop.tabIndex >= 0 && stop.checkVisibility() && !stop.matches(":disabled, [type=radio]:not(:checked)"));
        const isBefore = (goal.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
        const [here, there] = [now, goal].map((one) => stops.findIndex((stop) => stop === one));
        const known = here !== undefined && there !== undefined && here >= 0 && there >= 0;
        return { way: isBefore ? "Shift+Tab" : "Tab", steps: now === goal ? 0 : known && mayLeap ? Math.max(1, Math.abs(there - here)) : 1 };
      }, tries < 10);
      if (steps === 0) return;
      for (let step = 0; step < steps; step += 1) await page.keyboard.press(way);
    }
    throw new Error("Tab does not lead there.");
  };
  const home = async (): Promise<void> => {
    // Out of a form, Escape leads back to the canvas.
    await page.keyboard.press("Escape");
    await expect(page.getByRole("application", { name: /^Drawing of birdstrikes/ })).toBeFocused();
  };
  return {
    reach: async (target) => {
      await tabTo(target);
      await page.keyboard.press("Control+a");
    },
    press: async (target) => {
      await tabTo(target);
      await page.keyboard.press("Enter");
    },
    pick: async (target, word) => {
      await tabTo(target);
      await page.keyboard.press("Space");
      await page.keyboard.type(word);
      await page.keyboard.press("Enter");
    },
    switchTo: async (group) => {
      await tabTo(group.getByRole("radio", { checked: true }));
      await page.keyboard.press("ArrowRight");
    },
    show: async (id) => {
      await home();
      await selectByFind(page, id);
      await page.keyboard.press("Enter");
      await expect(panel(page).getByRole("region", { name: `Properties of ${id}` })).toBeVisible();
    },
    showDag: async () => {
      await page.keyboard.press("Enter");
      await expect(panel(page).getByRole("region", { name: "Properties of the DAG" })).toBeVisible();
    },
  };
}

/** Ctrl+F finds it by its name, Enter selects it, Escape goes back to the canvas. */
export async function selectByFind(page: Page, id: string): Promise<void> {
  await page.keyboard.press("Control+f");
  await page.keyboard.type(id);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
}

/** Fields for text; one that proposes names is a combobox to a screen reader. */
const texts = (page: Page, key: string): Locator => field(page, key).getByRole("textbox").or(field(page, key).locator("input[list]"));

async function write(page: Page, hand: Hand, key: string, value: unknown): Promise<void> {
  await hand.reach(texts(page, key).first());
  await page.keyboard.insertText(String(value));
  // Backwards, because behind the last field the form ends.
  await page.keyboard.press("Shift+Tab");
}

/** One after the other; the first item of a list that is one text is written over. */
async function writeList(page: Page, hand: Hand, key: string, values: readonly unknown[]): Promise<void> {
  for (const [index, value] of values.entries()) {
    const items = texts(page, key);
    if (index < (await items.count())) await hand.reach(items.nth(index));
    else {
      await hand.press(field(page, key).getByRole("button", { name: /^Add to / }));
      await expect(items.nth(index)).toBeFocused();
    }
    await page.keyboard.insertText(String(value));
    await page.keyboard.press("Shift+Tab");
  }
}

const label = (key: string): string => (key === "sql" ? "SQL" : key.charAt(0).toUpperCase() + key.slice(1).replaceAll("_", " "));

/** What stands at the head of the sample, in its form. */
async function writeDag(page: Page, hand: Hand, sample: Plain): Promise<void> {
  await hand.showDag();
  for (const key of ["owner", "doc"]) await write(page, hand, key, sample[key]);
  await writeList(page, hand, "tags", listOf(sample["tags"]));
  await hand.pick(field(page, "schedule").getByRole("combobox").first(), "Cron text or preset");
  await write(page, hand, "schedule", sample["schedule"]);
  for (const key of ["timezone", "start_date"]) await write(page, hand, key, sample[key]);
  await hand.pick(field(page, "catchup").getByRole("combobox"), String(sample["catchup"]));
  await write(page, hand, "max_active_runs", sample["max_active_runs"]);
  await writeParams(page, hand, recordOf(sample["params"]));
  for (const key of ["prep_schema", "final_schema", "base_path"]) await write(page, hand, key, sample[key]);
  for (const [key, value] of Object.entries(recordOf(sample["defaults"]))) await write(page, hand, `defaults.${key}`, value);
}

async function writeParams(page: Page, hand: Hand, params: Plain): Promise<void> {
  for (const [name, spec] of Object.entries(params)) {
    await hand.press(field(page, "params").getByRole("button", { name: "Add to Params" }));
    await expect(page.getByRole("textbox", { name: "New name for Params" })).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    const card = field(page, "params").locator("details", { has: page.locator("summary > .dw-mono", { hasText: new RegExp(`^${name}$`) }) });
    await hand.press(card.locator("summary").first());
    for (const [key, value] of Object.entries(recordOf(spec))) {
      if (key === "type") await hand.pick(field(page, `params.${name}.type`).getByRole("combobox"), String(value));
      else await write(page, hand, `params.${name}.${key}`, value);
    }
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** Words and checks of one task, in its form. */
export async function writeTask(page: Page, hand: Hand, id: string, task: Plain): Promise<void> {
  const checks = listOf(task["checks"]).map(recordOf);
  if (checks.length === 0 && task["doc"] === undefined && task["bash"] === undefined) return;
  await hand.show(id);
  if (task["bash"] !== undefined) await write(page, hand, "bash", task["bash"]);
  for (const [index, check] of checks.entries()) await writeCheck(page, hand, index, check);
  if (task["doc"] !== undefined) await write(page, hand, "doc", task["doc"]);
}

async function writeCheck(page: Page, hand: Hand, index: number, check: Plain): Promise<void> {
  const [kind = ""] = Object.keys(check).filter((key) => key !== "severity" && key !== "name");
  const at = `checks[${index}]`;
  await hand.pick(panel(page).getByRole("combobox", { name: "Add to Checks" }), label(kind));
  const card = panel(page).getByRole("group", { name: `Check ${index + 1}`, exact: true });
  await expect(card).toBeVisible();
  const spec = check[kind];
  if (kind === "unique" || kind === "not_null") await writeList(page, hand, `${at}.${kind}`, listOf(spec));
  else if (kind === "sql") await writeQuery(page, hand, `${at}.sql`, String(spec));
  else await writeSpec(page, hand, `${at}.${kind}`, recordOf(spec));
  const more = ["severity", "name"].filter((key) => check[key] !== undefined);
  if (more.length > 0) await hand.press(card.locator("summary").last());
  if (check["severity"] !== undefined) await hand.pick(field(page, `${at}.severity`).getByRole("combobox"), String(check["severity"]));
  if (check["name"] !== undefined) await write(page, hand, `${at}.name`, check["name"]);
}

async function writeSpec(page: Page, hand: Hand, at: string, spec: Plain): Promise<void> {
  for (const [key, value] of Object.entries(spec)) {
    if (Array.isArray(value)) await writeList(page, hand, `${at}.${key}`, value);
    else await write(page, hand, `${at}.${key}`, value);
  }
  // A new check begins with a lower bound; where there is none in the sample, it goes.
  const least = field(page, `${at}.min`);
  if (spec["min"] === undefined && (await least.count()) > 0 && (await least.getByRole("textbox").inputValue()) !== "") await hand.press(least.getByRole("button", { name: /^Reset / }));
}

async function writeQuery(page: Page, hand: Hand, key: string, query: string): Promise<void> {
  if (/^\S+\.sql$/.test(query)) await hand.switchTo(field(page, key).getByRole("radiogroup"), "File");
  await write(page, hand, key, query);
}

/** The tasks of the sample as they are drawn: name, its file (or the kind of one that has none), and what it comes after. */
export interface Step {
  readonly id: string;
  readonly file: string | null;
  readonly deps: readonly string[];
}

export function stepsOf(sample: Plain): Step[] {
  return Object.entries(recordOf(sample["tasks"])).map(([id, value]) => {
    const task = recordOf(value);
    const program = task["sql"] ?? task["python"];
    return { id, file: typeof program === "string" ? program : null, deps: listOf(task["deps"]).map(String) };
  });
}

async function writeAllTasks(page: Page, hand: Hand, sample: Plain): Promise<void> {
  for (const [id, task] of Object.entries(recordOf(sample["tasks"]))) await writeTask(page, hand, id, recordOf(task));
}

/** Each file from the palette, each edge from handle to task. */
async function drawByMouse(page: Page, sample: Plain): Promise<void> {
  const toggle = page.getByRole("toolbar", { name: "Drawing" }).getByRole("button", { name: "Show or hide the palette" });
  await toggle.click();
  const palette = page.getByRole("region", { name: "Palette" });
  for (const { id, file } of stepsOf(sample)) {
    if (file === null) await page.getByRole("button", { name: "Add Bash task" }).click();
    else await palette.getByRole("option").filter({ hasText: file }).click();
    await expect(page.getByRole("treeitem", { name: new RegExp(`^${file === null ? "command" : id}, `) })).toBeVisible();
    if (file === null) await renameTo(page, id);
  }
  await toggle.click();
  await page.getByRole("button", { name: "Tidy up" }).click();
  await says(page, /^Tid/);
  for (const { id, deps } of stepsOf(sample)) for (const dep of deps) await pullEdge(page, dep, id);
}

/** From the handle at the right of one task onto another. */
async function pullEdge(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole("button", { name: "Fit the graph" }).click();
  const [source, target] = [await restingBox(node(page, from)), await restingBox(node(page, to))];
  await drag(page, { x: source.x + source.width, y: source.y + source.height / 2 }, { x: target.x + target.width / 2, y: target.y + target.height / 2 });
  await says(page, `${to} now comes after ${from}`);
}

/** Where it is once nothing moves any more. */
async function restingBox(target: Locator): Promise<Awaited<ReturnType<typeof boxOf>>> {
  let before = await boxOf(target);
  await expect
    .poll(async () => {
      const now = await boxOf(target);
      const rests = now.x === before.x && now.y === before.y && now.width === before.width;
      before = now;
      return rests;
    })
    .toBe(true);
  return before;
}

/** Tab adds a file after the task that it first needs; what else it needs is named in its form. */
async function drawByKeys(page: Page, hand: Hand, sample: Plain): Promise<void> {
  const canvas = page.getByRole("application", { name: /^Drawing of birdstrikes/ });
  await page.keyboard.press("Escape");
  await expect(canvas).toBeFocused();
  for (const { id, file, deps } of stepsOf(sample)) {
    const [first, ...others] = deps;
    if (first !== undefined) await selectByFind(page, first);
    await page.keyboard.press("Tab");
    await expect(page.getByRole("combobox", { name: "Kind of task" })).toBeFocused();
    // What is selected is what a new task comes after; this one comes first.
    if (first === undefined) await page.keyboard.press("Backspace");
    await page.keyboard.type(file ?? "bash");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("treeitem", { name: new RegExp(`^${file === null ? "command" : id}, `) })).toBeVisible();
    await expect(canvas).toBeFocused();
    if (file === null) await renameTo(page, id);
    if (others.length > 0) await nameDeps(page, hand, others);
  }
}

async function nameDeps(page: Page, hand: Hand, deps: readonly string[]): Promise<void> {
  await page.keyboard.press("Enter");
  for (const dep of deps) {
    await hand.reach(field(page, "deps").locator('input[aria-label="Add to Runs after"]'));
    await page.keyboard.type(dep);
    // The list follows what is typed a little later: only then is the first one meant.
    await expect(page.getByRole("option").filter({ visible: true }).first()).toHaveText(dep);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(field(page, "deps").getByRole("button", { name: `Remove ${dep}`, exact: true })).toBeVisible();
  }
  await page.keyboard.press("Escape");
}

/**
 * The same meaning: what the engine reads of both is equal. And the text says it in the same words, key by key, but for order,
 * comments, places, and a list of one column that may be written without its brackets.
 */
async function expectSample(page: Page, workspace: string, sample: Sample): Promise<void> {
  const saved = await savedText(page, workspace);
  const { ui: _places, ...drawn } = plainOf(saved);
  expect(withoutLoneLists(drawn)).toEqual(withoutLoneLists(sample.plain));
  const [read, meant] = [saved, sample.text].map((text) => parseDag(text, { file: "birdstrikes.dag.yaml" }));
  expect(read?.dag).toEqual(meant?.dag);
  expect(read?.dag?.tasks.length).toBe(16);
}

function withoutLoneLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 && typeof value[0] === "string" ? value[0] : value.map(withoutLoneLists);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutLoneLists(item)]));
}

async function renameTo(page: Page, id: string): Promise<void> {
  await page.keyboard.press("F2");
  await expect(page.getByLabel("New name")).toBeFocused();
  await page.keyboard.type(id);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("New name")).toHaveCount(0);
}

/** The whole journey, from the empty canvas to the file. */
export async function drawSample(page: Page, workspace: ReturnType<typeof emptyWarehouse>, how: "mouse" | "keyboard alone"): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const { plain } = workspace.sample;
  const hand = how === "mouse" ? mouse(page) : keys(page);
  const canvas = await openEmpty(page);
  await canvas.focus();
  await writeDag(page, hand, plain);
  await (how === "mouse" ? drawByMouse(page, plain) : drawByKeys(page, hand, plain));
  await writeAllTasks(page, hand, plain);
  await expectSample(page, workspace.path, workspace.sample);
}
