/**
 * One Chromium for all journeys of a worker: each has a context of its own, which is all that one page could leave to another.
 * It ends with the worker; one that has died is started anew.
 */
import { chromium, type Browser, type LaunchOptions } from "playwright";

/**
 * Of Chromium's own: two pages below the address bar that every window loads though nobody types there, and a process kept for a
 * page that never comes. They took a fifth of what opening the program takes. Of several such lists only the last counts, so
 * what Playwright turns off stands here too; scripts/chromium-features.test.ts compares.
 */
export const featuresOff = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"],
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"],
  ...["ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"],
  ...["PreconnectToSearch", "msForceBrowserSignIn", "msEdgeUpdateLaunchServicesPreferredVersion"],
];

let living: Promise<Browser> | null = null;

export async function sharedChromium(): Promise<Browser> {
  const known = await living?.catch(() => null);
  if (known?.isConnected() === true) return known;
  return await (living = launchChromium());
}

export function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: process.env["DAGWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), `--disable-features=${featuresOff.join()}`], ...options });
}
