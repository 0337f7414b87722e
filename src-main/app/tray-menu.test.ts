import { describe, expect, it } from "vitest";
import type { KeptWorkspace } from "./background.ts";
import { trayMenu, trayTip } from "./tray-menu.ts";
import { alertColour, trayColour, trayPixels } from "./tray-picture.ts";

const now = new Date(2026, 2, 8, 7, 0).getTime();
const kept = (more: Partial<KeptWorkspace> = {}): KeptWorkspace => ({
  ...{ path: "/w/claims", name: "claims", hasWindow: false, failedSince: 2 },
  standing: { scheduled: 3, next: { dagId: "daily", at: new Date(2026, 2, 8, 7, 30).getTime() }, paused: false, runs: 1, failed: 5, lastFailed: null },
  ...more,
});
const labels = (workspaces: readonly KeptWorkspace[]): string[] => trayMenu({ workspaces, now, open: () => {}, pause: () => {}, stop: () => {}, quit: () => {} }).map(({ type, label }) => (type === "separator" ? "-" : (label ?? "").trim()));

describe("trayMenu", () => {
  it("says of each workspace what runs by schedule, what goes on and what failed", () => {
    const [, , name, ...rest] = labels([kept()]);
    expect([name, ...rest.map((label) => label.replace(/at .*/, "at …"))]).toEqual(["claims", "3 DAGs by schedule, next daily at …", "1 run going on", "2 runs failed since you last looked", "Pause schedules", "Stop in the background", "-", "Quit Dagwright"]);
  });

  it("names the day of a run that is not today's", () => {
    const standing = { scheduled: 1, next: { dagId: "a&b", at: new Date(2026, 2, 10, 7, 30).getTime() }, paused: false, runs: 0, failed: 0, lastFailed: null };
    expect(labels([kept({ standing, failedSince: 0 })])[3]).toMatch(/^1 DAG by schedule, next a&&b on .*10.* at /);
  });

  it("says that schedules are paused, and offers to go on", () => {
    const standing = { scheduled: 1, next: null, paused: true, runs: 0, failed: 0, lastFailed: null };
    expect(labels([kept({ standing, failedSince: 0 })]).slice(3, 5)).toEqual(["Schedules are paused", "Resume schedules"]);
  });

  it("stops only what has no window, and says that there is nothing", () => {
    expect([labels([kept({ hasWindow: true })]).includes("Stop in the background"), labels([kept({ standing: null, failedSince: 0 })])[3], labels([])]).toEqual([false, "Starting", ["Open Dagwright", "-", "No workspace is open", "-", "Quit Dagwright"]]);
  });

  it("does what it says", () => {
    const done: string[] = [];
    const items = trayMenu({ workspaces: [kept()], now, open: (path) => done.push(`open ${path}`), pause: (path, isPaused) => done.push(`pause ${path} ${isPaused}`), stop: (path) => done.push(`stop ${path}`), quit: () => done.push("quit") });
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(done).toEqual(["open null", "open /w/claims", "pause /w/claims true", "stop /w/claims", "quit"]);
  });

  it("tells in its tip what is to be told", () => {
    expect([trayTip([]), trayTip([kept(), kept()]), trayTip([kept({ failedSince: 0 })])]).toEqual(["Dagwright", "Dagwright · 2 runs going on · 4 runs failed", "Dagwright · 1 run going on"]);
  });
});

describe("trayPixels", () => {
  const at = (pixels: Uint8Array, x: number, y: number): number[] => [...pixels.slice((y * 22 + x) * 4, (y * 22 + x) * 4 + 4)];

  it("draws three tasks in the colour that was asked for, one of them red where something failed", () => {
    const [calm, alert] = [trayPixels(22, [10, 20, 30], false), trayPixels(22, [10, 20, 30], true)];
    expect([at(calm, 5, 11), at(calm, 17, 5), at(calm, 17, 17), at(calm, 0, 0)]).toEqual([[30, 20, 10, 255], [30, 20, 10, 255], [30, 20, 10, 255], [0, 0, 0, 0]]);
    expect([at(alert, 17, 5), at(alert, 17, 17)]).toEqual([[0x2d, 0x2d, 0xe0, 255], [30, 20, 10, 255]]);
  });

  it("tells a failure by its shape too: a larger task, apart from its line", () => {
    const [calm, alert] = [trayPixels(22, [10, 20, 30], false), trayPixels(22, [10, 20, 30], true)];
    const red = (pixels: Uint8Array): number => Array.from({ length: 22 * 22 }, (_, pixel) => at(pixels, pixel % 22, Math.floor(pixel / 22))).filter(([, , third = 0]) => third > 180).length;
    expect([(at(calm, 12, 8)[3] ?? 0) > 50, at(alert, 12, 8)[3]]).toEqual([true, 0]);
    expect(red(alert)).toBeGreaterThan(40);
  });

  it.each([16, 22, 24, 32, 44, 66])("keeps inside of %i pixels, and its lines wide enough to be seen", (size) => {
    const pixels = trayPixels(size, trayColour, true);
    const alpha = (x: number, y: number): number => pixels[(y * size + x) * 4 + 3] ?? 0;
    const edge = Array.from({ length: size }, (_, each) => [alpha(each, 0), alpha(each, size - 1), alpha(0, each), alpha(size - 1, each)]).flat();
    expect(Math.max(...edge)).toBe(0);
    const middle = Array.from({ length: size }, (_, y) => alpha(Math.round(size / 2), y));
    expect(middle.filter((each) => each > 127).length).toBeGreaterThan(0);
  });

  it("stands out from light panels and dark ones", () => {
    const luminance = (colour: readonly number[]): number => {
      const [red = 0, green = 0, blue = 0] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one: readonly number[], other: readonly number[]): number => {
      const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    };
    const panels = [[255, 255, 255], [0xf0, 0xf0, 0xf0], [0x2d, 0x2d, 0x2d], [0, 0, 0]];
    for (const colour of [trayColour, alertColour]) for (const panel of panels) expect(contrast(colour, panel), `${colour.join(" ")} on ${panel.join(" ")}`).toBeGreaterThan(3);
  });
});
