import { expect, test } from "playwright/test";
import { faultsOf, nonsense, pseudoScreens, speakPseudo } from "./pseudo-locale.ts";
import { visit } from "./visit-browser.ts";

test.setTimeout(240_000);

test("every text passes through the catalogue, and a longer language fits", () =>
  visit(nonsense, async (page) => {
    const run = await speakPseudo(page);
    const faults: string[] = [];
    for (const screen of pseudoScreens(run)) {
      await screen.open(page);
      faults.push(...(await faultsOf(page)).map((fault) => `${screen.name}: ${fault}`));
      await page.keyboard.press("Escape");
    }
    expect(faults).toEqual([]);
  }));
