/**
 * The window in the pseudo-locale: every text that a person reads stands in brackets, and is a third longer than in English. What has no brackets is
 * data (all names of the workspace here hold "zq"), a number, a key or a name of the trade; anything else never passed through the catalogue.
 */
import { userInfo } from "node:os";
import { expect, type Page } from "playwright/test";
import { expectRunState, openDag, runDag } from "./journeys.ts";
import { goTo, type Screen } from "./screens.ts";

export const nonsense = {
  "zq.dag.yaml": `dag: zq
schedule: "0 6 * * *"
tasks:
  zqmake:
    config_type: SqlTask
    ddl: create table zqtable (zqid integer, zqword varchar)
    sql: select i as zqid, 'zq' || i as zqword from range(40) t(i)
    checks: [{ unique: zqid }]
  zqsay: { config_type: BashTask, bash: echo zq, deps: [zqmake] }
  zqoff: { config_type: EmptyTask, enabled: false, deps: [zqsay] }
final_schema: zqfinal
prep_schema: zqprep
`,
  "zqbad.dag.yaml": "dag: zqbad\ntasks:\n  zqone: { config_type: EmptyTask, deps: [zqnone] }\n",
  "queries/zq.sql": "select 1 as zqone",
};

/** A run to look at, made while the page speaks English; then the language of this page is the pseudo-locale. */
export async function speakPseudo(page: Page): Promise<string> {
  await openDag(page, "zq");
  await runDag(page);
  await expectRunState(page, "zq", "Success");
  await goTo(page, "#/runs");
  const run = await page.locator('a[href*="/runs/manual"]').first().getAttribute("href");
  if (run === null) throw new Error("The run has no link.");
  await page.evaluate(() => localStorage.setItem("dagwright.language", "en-XA"));
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "en-XA");
  return run;
}

const at = (name: string, hash: string, after: (page: Page) => Promise<void> = async () => undefined): Screen => ({
  name,
  open: async (page) => {
    await goTo(page, "#/");
    await goTo(page, hash);
    await after(page);
  },
});

const choose = (value: string) => async (page: Page): Promise<void> => {
  // What a person hits is the label; its words are another text in each language.
  await page.locator(`label:has(+ input[value="${value}"]), input[value="${value}"] + label`).first().click();
};
const press = (key: string) => async (page: Page): Promise<void> => {
  await page.keyboard.press(key);
  await expect(page.getByRole("dialog").first()).toBeVisible();
};
const drawn = async (page: Page): Promise<void> => {
  await expect(page.getByRole("img", { name: /^zqmake, / })).toBeVisible();
};
const draw = async (page: Page): Promise<void> => {
  await choose("draw")(page);
  await drawn(page);
};
const tab = (value: string) => async (page: Page): Promise<void> => {
  await page.locator(`[role=tab][id$="-tab-${value}"]`).click();
};

export const pseudoScreens = (run: string): readonly Screen[] => [
  at("home", "#/"),
  at("dags", "#/dags"),
  at("runs", "#/runs"),
  at("find", "#/find?q=zq"),
  at("data", "#/data"),
  at("health", "#/health"),
  at("settings", "#/settings"),
  at("settings json", "#/settings", choose("json")),
  at("settings keys", "#/settings/keys"),
  at("graph", "#/dags/zq", drawn),
  ...["tasks", "source", "details"].map((face) => at(face, "#/dags/zq", choose(face))),
  at("broken", "#/dags/zqbad"),
  at("run", run, async (page) => {
    // The face that was looked at last is kept.
    await choose("graph")(page);
    await drawn(page);
  }),
  ...["log", "rendered", "checks", "output", "details"].map((name) => at(`task ${name}`, `${run}?task=zqmake`, tab(name))),
  at("table", "#/data/warehouse/zqfinal/zqtable"),
  ...["columns", "profile"].map((name) => at(`table ${name}`, "#/data/warehouse/zqfinal/zqtable", tab(name))),
  at("drawing", "#/dags/zq", draw),
  at("drawing of a task", "#/dags/zq", async (page) => {
    await draw(page);
    await page.getByRole("img", { name: /^zqmake, / }).click();
    await page.keyboard.press("Enter");
    await expect(page.locator("[data-field=sql]")).toBeVisible();
  }),
  at("query", "#/sql/queries%2Fzq.sql", (page) => expect(page.locator(".monaco-editor .view-line").first()).toBeVisible()),
  at("palette", "#/", press("Control+p")),
  at("keys", "#/", press("Control+/")),
  at("new dag", "#/dags", press("Alt+n")),
];

/**
 * What is no text of the window: numbers with their units, keys, names of the trade, paths, ids and codes; values of a DAG file; and what the engine
 * says of itself, which is English (docs/decisions/0022-strings.md): schedules in words, reasons, connections.
 */
const known = new RegExp(
  [
    String.raw`\S*zq\S*`,
    // Who did something: the audit trail has the account's name.
    `\\b${userInfo().username.replaceAll(/[^\w]/g, ".")}\\b`,
    String.raw`\/[\w./-]+|\w+__\S+|\b[a-z]+\/[a-z-]+\b|\b[a-z]+(_[a-z]+)+\b`,
    String.raw`\d[\d.,:%×/+–-]*\s?(ms|s|min|h|d|B|KiB|MiB|GiB|MB|px)?\b`,
    String.raw`\b(UTC|GMT|Ctrl|Alt|Shift|Tab|Enter|Esc|Space|F\d+|Backspace|Delete|React Flow( attribution)?|SQL|Python|Bash|YAML|JSON|CSV|NULL|BOM|UTF-8|CPU|DAGs?|DuckDB|PostgreSQL|Dagwright|Electron|Chromium|Node|INTEGER|VARCHAR|warehouse|workspace)\b`,
    String.raw`\b(SqlTask|BashTask|EmptyTask|ddl|sql|LF|true|false|default|table|At|Embedded|disabled)\b`,
  ].join("|"),
  "g",
);

/** Each visible text, name, tooltip and placeholder outside of brackets, and each text that its place cuts off. */
export async function faultsOf(page: Page): Promise<string[]> {
  await expect(page.locator("[aria-busy=true], [data-skeleton]")).toHaveCount(0);
  const { texts, cut } = await page.evaluate(look);
  const loose = texts.flatMap(({ place, text }) => (/\p{L}{2}/u.test(text.replaceAll(known, " ")) ? [`${place}: “${text.trim()}” is in no brackets`] : []));
  return [...new Set([...loose, ...cut])];
}

/** Runs in the page. */
function look(): { texts: { place: string; text: string }[]; cut: string[] } {
  // Programs, logs and messages of the engine.
  const quoted = "code, pre, kbd, textarea, .monaco-editor, [role=log], [class*=_message_], style, script, noscript";
  const texts: { place: string; text: string }[] = [];
  const cut: string[] = [];
  let depth = 0;
  const outside = (text: string): string => {
    let rest = "";
    for (const letter of text) {
      if (letter === "[") depth += 1;
      else if (letter === "]") depth = Math.max(0, depth - 1);
      else if (depth === 0) rest += letter;
    }
    return rest;
  };
  const placeOf = (element: Element): string => `${element.tagName.toLowerCase()}${typeof element.className === "string" && element.className !== "" ? `.${element.className.split(" ")[0]}` : ""}`;
  const isSeen = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    // What is out of the window on purpose comes in with the focus.
    return element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.bottom > 0;
  };

  /** A text ends inside of what holds it; a list that scrolls and an ellipsis, whose whole is in a tooltip, are ways to go on. */
  const isCut = (node: Text, element: Element): boolean => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    for (let holder: Element | null = element; holder !== null; holder = holder.parentElement) {
      const style = getComputedStyle(holder);
      const box = holder.getBoundingClientRect();
      if (style.getPropertyValue("-webkit-line-clamp") !== "none" || /auto|scroll/.test(style.overflow)) return false;
      if (style.textOverflow === "ellipsis") return boxes.some(({ top, bottom }) => top < box.top - 3 || bottom > box.bottom + 3);
      if (!holder.matches("button, [role=tab]") && !/hidden|clip/.test(style.overflowX)) continue;
      if (boxes.some(({ left, right, top, bottom }) => left < box.left - 2 || right > box.right + 2 || top < box.top - 3 || bottom > box.bottom + 3)) return true;
    }
    return boxes.some(({ right }) => right > innerWidth + 2);
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!(node instanceof Text) || element === null || element.closest(quoted) !== null || !isSeen(element)) continue;
    const text = outside(node.data);
    if (text.trim() !== "") texts.push({ place: placeOf(element), text });
    if (node.data.includes("~") && isCut(node, element)) cut.push(`${placeOf(element)}: “${node.data.trim()}” is cut off`);
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
    if (element.closest(".monaco-editor") !== null || !isSeen(element)) continue;
    for (const name of ["aria-label", "title", "placeholder"]) {
      depth = 0;
      const text = outside(element.getAttribute(name) ?? "");
      if (text.trim() !== "") texts.push({ place: `${placeOf(element)}[${name}]`, text });
    }
  }
  return { texts, cut };
}
