/** What a page holds: its elements, and the heap of its scripts once the rubbish is out. */
import type { Page } from "playwright";

export interface PageMemory {
  readonly elements: number;
  readonly heapMB: number;
}

export async function pageMemory(page: Page): Promise<PageMemory> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("Performance.enable");
  const { metrics } = await cdp.send("Performance.getMetrics");
  await cdp.detach();
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
  return { elements: await page.evaluate(() => document.querySelectorAll("*").length), heapMB: heap / 1e6 };
}
