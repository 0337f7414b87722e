/** Links in the browser: the address of the page. */
import { expect, test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { copyLinks, expectLine222, followDeadLinks, followLinks, linkedDags } from "./links.ts";
import { visit } from "./visit-browser.ts";

test("what is shown has an address, which shows it to others", () =>
  visit(linkedDags, async (page) => {
    const links = await copyLinks(page, () => page.evaluate(() => navigator.clipboard.readText()));
    const other = await page.context().newPage();
    await other.goto(links.line);
    await expectLine222(other);
    await followLinks(other, links, async (link) => void (await other.goto(link)));
  }));

test("an address of what is not there says so, and where to go from there", () =>
  visit(linkedDags, async (page) => {
    const links = await copyLinks(page, () => page.evaluate(() => navigator.clipboard.readText()));
    const follow = async (link: string): Promise<void> => void (await page.goto(link));
    await followDeadLinks(page, links, follow);
    const dead = (from: string, to: string) => async (): Promise<void> => (await follow(links.line.replace(from, to)), await expect(page.getByText(/is not here|There is no try|is not in this log/)).toBeVisible());
    await expectAccessible(page, [
      { name: "no such run", open: dead(encodeURIComponent(links.runId), "gone") },
      { name: "no such try", open: dead("try=1", "try=9") },
      { name: "no such line", open: dead("222", "99999") },
    ]);
  }));
