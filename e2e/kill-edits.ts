/**
 * A person who types into a DAG file while processes are killed, and what must be on the disk then: the file is whole and at least what was last saved,
 * and what was seen to be kept is never lost again. All that was ever typed is known, so that a text that nobody typed is found too.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, type Page } from "playwright/test";
import { openDag } from "./journeys.ts";
import { choose } from "./screens.ts";

export const typedFile = "typed.dag.yaml";
export const typedText = "dag: typed # \ntasks:\n  a: { config_type: EmptyTask }\n";

const letters = "abcdefghijklmnopqrstuvwxyz";
const editor = (page: Page) => page.locator(".monaco-editor").first();

export interface Typist {
  /** What must not be, in words. */
  readonly found: readonly string[];
  /** How long each text took from its key to the disk. */
  readonly keptMs: readonly number[];
  readonly count: number;
  /** Opens the file in the editor. */
  open(page: Page): Promise<void>;
  /** Types where the first line ends, on and on. */
  begin(page: Page): Promise<void>;
  /** Ends with the key that is on its way. */
  end(): Promise<void>;
  /** Asks for a save; `seen` waits until the page says that it is done. */
  save(how: "seen" | "asked"): void;
  /** Resolves when a text is on the disk that was typed after this was called. */
  kept(): Promise<void>;
  /** Compares the disk with what was typed; from here on it goes on from what is there. `whole`: all that was typed is still in the page, and is to come to the disk. */
  look(after: string, whole: boolean): Promise<void>;
}

export function typist(workspace: string): Typist {
  const found: string[] = [];
  const keptMs: number[] = [];
  let count = 0;
  /** Each text since the last look, with when its key was dealt with; a key that was on its way when the page died may have been. */
  let texts: { readonly text: string; readonly at: number }[] = [{ text: typedText, at: 0 }];
  /** Where in `texts` lies what the disk is known to hold, as a draft or as the file. */
  let safe = 0;
  let saved = 0;
  let toSave: "seen" | "asked" | null = null;
  let typing: { isWanted: boolean; done: Promise<void> } | null = null;
  /** Why the typing ended though nobody wanted it to: the page died, or it did not do what it should. */
  let stopped: unknown = null;

  const file = (): string => readFileSync(join(workspace, typedFile), "utf8");
  const last = (): string => texts.at(-1)?.text ?? "";
  const placeOf = (text: string): number => texts.findIndex((one) => one.text === text);

  /** The newer of the two; and both have to be what was typed. */
  function onDisk(after: string): number {
    // In this order: a save writes the file before it forgets the draft.
    const draft = draftOf(workspace);
    const places = [["the file", file()] as const, ...(draft === null ? [] : [["the draft", draft] as const])].map(([name, text]) => {
      const place = placeOf(text);
      if (place === -1) found.push(`after ${after} ${name} holds what nobody typed: ${JSON.stringify(text.slice(0, 4_000))}`);
      return place;
    });
    if ((places[0] ?? -1) < saved) found.push(`after ${after} the file is older than what was saved: ${places[0]} of ${saved}`);
    return Math.max(...places);
  }

  async function press(page: Page, wanted: { readonly isWanted: boolean }): Promise<void> {
    while (wanted.isWanted) {
      const letter = letters[count % letters.length] ?? "a";
      const text = last().replace("\n", `${letter}\n`);
      // It may get there though nobody hears of it.
      texts.push({ text, at: Number.POSITIVE_INFINITY });
      await page.keyboard.press(letter);
      texts[texts.length - 1] = { text, at: Date.now() };
      count += 1;
      if (toSave !== null) await pressSave(page);
      await sleep(20);
    }
  }

  async function pressSave(page: Page): Promise<void> {
    const [how, place] = [toSave, texts.length - 1];
    toSave = null;
    await page.keyboard.press("ControlOrMeta+s");
    if (how === "asked") return;
    await expect(page.getByRole("navigation", { name: "Open documents" }).getByRole("img", { name: "unsaved" }))
      .toHaveCount(0)
      .catch(async (thrown: unknown) => Promise.reject(new Error(`${String(thrown)}\n${await page.locator("body").ariaSnapshot()}`)));
    saved = Math.max(saved, place);
  }

  return {
    found,
    keptMs,
    get count() {
      return count;
    },
    async open(page) {
      await openDag(page, "typed");
      await choose(page, "Face of the DAG", "Source");
      await editor(page).locator(".view-line").first().waitFor();
    },
    async begin(page) {
      await editor(page).locator(".view-line", { hasText: "config_type" }).first().click();
      await page.keyboard.press("ControlOrMeta+Home");
      await page.keyboard.press("End");
      const wanted = { isWanted: true };
      stopped = null;
      const done = press(page, wanted).catch((thrown: unknown) => void (stopped = thrown));
      typing = Object.assign(wanted, { done });
    },
    async end() {
      if (typing === null) return;
      typing.isWanted = false;
      await typing.done;
    },
    save: (how) => void (toSave = how),
    async kept() {
      const from = texts.length;
      const typed = (): number | undefined => texts[from]?.at;
      const look = (): number => {
        if (stopped !== null) throw stopped;
        return (safe = Math.max(safe, onDisk("nothing")));
      };
      await expect.poll(look, { timeout: 30_000, intervals: [10] }).toBeGreaterThanOrEqual(from);
      const at = typed() ?? Number.POSITIVE_INFINITY;
      if (Number.isFinite(at)) keptMs.push(Math.max(0, Date.now() - at));
    },
    async look(after, whole) {
      if (whole) await expect.poll(() => onDisk(after), { timeout: 30_000 }).toBe(texts.length - 1);
      const place = onDisk(after);
      if (place < safe) found.push(`after ${after} an edit is lost that was kept: ${place} of ${safe}`);
      const there = texts[place] ?? { text: file(), at: 0 };
      // The file may be older still, as long as it is not saved anew.
      const fileText = file();
      texts = fileText === there.text ? [there] : [{ text: fileText, at: 0 }, there];
      [safe, saved] = [texts.length - 1, 0];
    },
  };
}

function draftOf(workspace: string): string | null {
  const folder = join(workspace, ".dagwright", "drafts");
  const drafts = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  for (const name of drafts) {
    try {
      const { path, text } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { path: string; text: string };
      if (path === typedFile) return text;
    } catch {
      // Forgotten between the two calls; a draft that is no whole one is not taken by the program either, and what was kept is then found missing.
    }
  }
  return null;
}
