/** The window's tabs and halves as kept between starts: what is written, and what of whatever stands there comes back. Pure. */
import { activeHalf, oneHalf, ratioBounds, type Halves } from "./halves.ts";
import { parseRoute } from "./route.ts";
import { emptyHalf, shownKey, tabOf, type Half, type Tab } from "./tabs.ts";

export function writeHalves(window: Halves): string {
  const tab = ({ hash, pinned, preview }: Tab): object => ({ hash, ...(pinned ? { pinned } : {}), ...(preview ? { preview } : {}) });
  return JSON.stringify({
    halves: window.halves.map((half) => ({ tabs: half.tabs.map(tab), recent: half.recent, hash: half.hash })),
    active: window.halves.indexOf(activeHalf(window)),
    closed: window.closed.map(tab),
    ratio: window.ratio,
  });
}

/** Whatever an older version or a person left there: only well-formed tabs come back. */
export function readHalves(text: string | null): Halves {
  if (text === null) return oneHalf;
  const value = parse(text);
  const kept = arrayOf(value, "halves").slice(0, 2);
  // Before there were halves, the tabs stood by themselves.
  const halves = (kept.length === 0 ? [{ tabs: field(value, "open") }] : kept).map((half, at) => readHalf(half, at + 1)).filter((half, _at, all) => half.tabs.length > 0 || all.length === 1);
  if (halves.length === 0) return oneHalf;
  const active = Number(field(value, "active")) === 1 ? 1 : 0;
  const ratio = Number(field(value, "ratio"));
  return {
    halves,
    active: (halves[active] ?? halves[0])?.id ?? 1,
    closed: tabsIn(field(value, "closed")),
    ratio: ratio >= ratioBounds.least && ratio <= ratioBounds.most ? ratio : oneHalf.ratio,
  };
}

function readHalf(value: unknown, id: number): Half {
  const tabs = tabsIn(field(value, "tabs")).toSorted((a, b) => Number(b.pinned) - Number(a.pinned));
  const hash = field(value, "hash");
  const half: Half = {
    ...emptyHalf(id, typeof hash === "string" ? hash : "#/"),
    tabs,
    recent: arrayOf(value, "recent").filter((key): key is string => tabs.some((tab) => tab.key === key)),
  };
  const shown = shownKey(half);
  return shown === null || tabs.some((tab) => tab.key === shown) ? half : { ...half, hash: tabs[0]?.hash ?? "#/" };
}

function tabsIn(list: unknown): Tab[] {
  if (!Array.isArray(list)) return [];
  const tabs = list.flatMap((item: unknown): Tab[] => {
    const hash = field(item, "hash");
    const tab = typeof hash === "string" ? tabOf(parseRoute(hash)) : null;
    return tab === null ? [] : [{ ...tab, pinned: field(item, "pinned") === true, preview: field(item, "preview") === true }];
  });
  return tabs.filter((tab, at) => tabs.findIndex((other) => other.key === tab.key) === at);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function arrayOf(value: unknown, name: string): unknown[] {
  const list = field(value, name);
  return Array.isArray(list) ? list : [];
}
