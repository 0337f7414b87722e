/** A log is taken away as a file: byte for byte, of the try that is shown, however large. The same in the desktop and in the browser. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { expect, type Page } from "playwright/test";
import type { SaveAs } from "./capsule.ts";
import { log } from "./log.ts";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";

const records = 3_600_000;

/** The first try prints what no text file holds, the second 200 MB. */
export const heavyDag = {
  "dagwright.json": JSON.stringify({ settings: { logCapMiB: 400 } }),
  "heavy.dag.yaml": "dag: heavy\ntasks:\n  talk: { config_type: BashTask, bash: talk.sh, retries: 1, retry_delay: 100ms }\n",
  "talk.sh": `if [ "$DAGWRIGHT_TRY_NUMBER" = 1 ]; then
  printf 'one\\r\\n10 %%\\r20 %%\\n\\000 \\377 \\303\\251 \\033[31mred\\033[0m\\n\\n'
  printf 'no line break at the end'
  exit 3
fi
awk 'BEGIN { for (n = 1; n <= ${records}; n++) printf "2026-01-02T03:04:05.678Z INFO app: record number %08d\\n", n }'
printf 'ERROR the very end\\n'
`,
};

const printed = Buffer.from("one\r\n10 %\r20 %\n\u0000 \u{ff} \u{c3}\u{a9} \u001b[31mred\u001b[0m\n\nno line break at the end", "latin1");

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function storedLog(workspace: string, tryNumber: number): string {
  const folder = join(workspace, ".dagwright", "logs", "heavy");
  return join(folder, readdirSync(folder)[0] ?? "", "talk", `${tryNumber}.log`);
}

const download = (page: Page): Promise<void> => page.getByRole("toolbar", { name: "Log" }).getByRole("button", { name: /^Download/ }).click();

export async function downloadLogs(page: Page, workspace: string, folder: string, saveAs: SaveAs): Promise<void> {
  await openDag(page, "heavy");
  await runDag(page);
  await expectRunState(page, "heavy", "Success");
  await openTask(page, "talk");
  await expect(page.getByRole("toolbar", { name: "Log" })).toContainText(/3,600,\d\d\d lines/, { timeout: 60_000 });

  const large = join(folder, "large.log");
  const memory = memoryOf(workspace);
  // Whoever takes the file may still be busy with it when the word has come and gone.
  await Promise.all([saveAs(large, () => download(page)), expect(page.getByRole("alert").filter({ hasText: "The log is saved" })).toBeVisible({ timeout: 60_000 })]);
  memory.expectFlat();
  expect(statSync(large).size).toBeGreaterThan(200_000_000);
  expect(await hashOf(large)).toBe(await hashOf(storedLog(workspace, 2)));

  await page.getByRole("button", { name: /^Try 1/ }).click();
  await expect(log(page)).toContainText("no line break at the end");
  const past = join(folder, "past.log");
  await saveAs(past, () => download(page));
  expect(readFileSync(past).equals(readFileSync(storedLog(workspace, 1)))).toBe(true);
  expect(readFileSync(past).includes(printed)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
}

/** What the engine holds at most from now on, by the system's own book; said by Linux alone. */
function memoryOf(workspace: string): { expectFlat(): void } {
  const { pid } = JSON.parse(readFileSync(join(workspace, ".dagwright", "engine.json"), "utf8")) as { pid: number };
  const peakMB = (): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1000;
  if (!existsSync(`/proc/${pid}/clear_refs`)) return { expectFlat: () => undefined };
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
  const before = peakMB();
  return { expectFlat: () => expect(peakMB() - before, "MB that the engine grew by").toBeLessThan(50) };
}

/** The place of the save dialog cannot be written to: nothing is said to be saved, and the reason is. */
export async function refuseDownload(page: Page, saveInto: (file: string, act: () => Promise<void>) => Promise<void>, folder: string): Promise<void> {
  const refused = page.getByRole("alert").filter({ hasText: "The log was not saved" });
  await saveInto(join(folder, "gone", "x.log"), () => download(page));
  await expect(refused).toContainText("there is no such file or folder");
  await expect(refused).not.toContainText("ENOENT");
}
