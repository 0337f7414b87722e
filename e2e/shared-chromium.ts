/**
 * One Chromium for all journeys of a worker: each has a context of its own, which is all that one page could leave to another.
 * It ends with the worker; one that has died is started anew.
 */
import { chromium, type Browser, type LaunchOptions } from "playwright";

let living: Promise<Browser> | null = null;

export async function sharedChromium(): Promise<Browser> {
  const known = await living?.catch(() => null);
  if (known?.isConnected() === true) return known;
  return await (living = launchChromium());
}

export function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: process.env["DAGWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])], ...options });
}
