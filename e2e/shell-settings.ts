/** Keys of one's own, and settings to a file and back. The same in the desktop and in the browser. */
import { readFileSync } from "node:fs";
import { expect, test, type Page } from "playwright/test";

const rowOf = (page: Page, command: string) => page.getByRole("listitem", { name: command, exact: true });

async function keyboardSettings(page: Page): Promise<void> {
  await page.getByRole("link", { name: "DAGs", exact: true }).waitFor();
  await page.keyboard.press("Control+Shift+p");
  // Focused by the driver instead, the field would have its caret before the sign for commands.
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("keyboard settings");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: "Commands and their keys" })).toBeVisible();
}

/** A key is chosen by pressing it, warned of, used, shown where it is spoken of, and reset. */
export async function ownKeys(page: Page): Promise<void> {
  await keyboardSettings(page);
  await test.step("searched by pressing: whose key is this?", async () => {
    await page.getByRole("button", { name: "Search by pressing" }).click();
    await page.keyboard.press("Alt+3");
    await expect(page.getByRole("status").filter({ hasText: /^1 of/ })).toBeVisible();
    await expect(rowOf(page, "Go to runs")).toBeVisible();
    await page.getByRole("button", { name: "Search by pressing" }).click();
  });
  await test.step("a taken key is named with its command and place, and can be taken", async () => {
    await page.getByRole("textbox", { name: "Search commands" }).fill("go to runs");
    await rowOf(page, "Go to runs").getByRole("button", { name: /^Change/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").press("Alt+2");
    await expect(dialog.getByText(/is the key of “Go to DAGs” \(Everywhere\)/)).toBeVisible();
    await dialog.getByRole("textbox").press("Alt+Shift+r");
    await expect(dialog.getByText("No other command has it.")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(rowOf(page, "Go to runs").getByText("Alt+Shift+R")).toBeVisible();
  });
  await test.step("the new key works, the old one no more, and what shows keys follows", async () => {
    await page.getByRole("link", { name: "DAGs", exact: true }).click();
    await expect(page.getByRole("heading", { name: "DAGs", level: 1 })).toBeVisible();
    await page.keyboard.press("Alt+3");
    await page.keyboard.press("Alt+Shift+r");
    await expect(page.getByRole("heading", { name: "Runs", level: 1 })).toBeVisible();
    await page.getByRole("link", { name: "Runs", exact: true }).hover();
    await expect(page.getByText("Runs (Alt+Shift+R)")).toBeVisible();
    await page.keyboard.press("Control+/");
    await expect(page.getByRole("dialog").getByText("Alt+Shift+R")).toBeVisible();
    await page.keyboard.press("Escape");
  });
  await test.step("after loading anew it is still there; reset gives the old one back", async () => {
    await page.reload();
    await page.getByRole("link", { name: "DAGs", exact: true }).click();
    // The page hears keys a moment before the settings have come.
    await expect(async () => {
      await page.keyboard.press("Alt+Shift+r");
      await expect(page.getByRole("heading", { name: "Runs", level: 1 })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await keyboardSettings(page);
    await rowOf(page, "Go to runs").getByRole("button", { name: /^Reset/ }).click();
    await expect(rowOf(page, "Go to runs").getByText("Alt+3")).toBeVisible();
  });
}

/** Only the browser can show what comes down and goes up. */
export async function settingsToAFileAndBack(page: Page): Promise<void> {
  await page.goto(new URL("#/settings", page.url()).href);
  await page.getByRole("radiogroup", { name: "Theme" }).getByText("Dark").click();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  const menu = async (item: string): Promise<void> => {
    await page.getByRole("button", { name: "More about settings" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const [download] = await Promise.all([page.waitForEvent("download"), menu("Export settings…")]);
  const path = await download.path();
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ theme: "dark" });
  await menu("Reset all user settings");
  await expect(page.getByRole("radiogroup", { name: "Theme" }).getByRole("radio", { name: "System" })).toBeChecked();
  const choose = async (name: string, text: string): Promise<void> => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), menu("Import settings…")]);
    await chooser.setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  };
  await choose("wrong.json", '{ "theme": "blue" }');
  await expect(page.getByText(/theme: found "blue"; expected one of/)).toBeVisible();
  await choose("mine.json", readFileSync(path, "utf8"));
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
}
