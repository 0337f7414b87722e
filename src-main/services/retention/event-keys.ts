/**
 * Keys of events whose run is in the history no more and that came longer ago than they are kept: a few at a time, so that nobody waits. Until then
 * an event that comes again is known. Where a folder or a table may still hold events that were dealt with, since its queue is off or in trouble, all stay.
 */
import { parseDuration } from "../../../shared/base/duration.ts";
import { defaultEventKeys, type RetentionConfig } from "../../../shared/model/workspace-config.ts";
import type { Store } from "../../ports/store.ts";

export interface EventKeysParts {
  readonly store: Pick<Store, "queues" | "atomically">;
  readonly breathe: () => Promise<unknown>;
  readonly keepsKeys: (dagId: string) => boolean;
}

export interface OldEvents {
  /** Null for all. */
  readonly dagId: string | null;
  /** Events that came since then stay. */
  readonly before: number;
}

/** Rows that are read, or dropped, at once: a millisecond or two. */
const pageEvents = 200;

export function keptSince({ event_keys: eventKeys = defaultEventKeys }: RetentionConfig, now: number): number {
  return now - (parseDuration(eventKeys) ?? 0);
}

/** How many may go now. */
export async function countOldKeys(parts: EventKeysParts, old: OldEvents): Promise<number> {
  let count = 0;
  await eachPage(parts, old, () => false, (ids) => (count += ids.length));
  return count;
}

/** Returns how many went. Ends early where `isCancelled` says so; what went stays so. */
export async function dropOldKeys(parts: EventKeysParts, old: OldEvents, isCancelled: () => boolean): Promise<number> {
  let count = 0;
  await eachPage(parts, old, isCancelled, (ids) => {
    if (ids.length > 0) parts.store.atomically(() => parts.store.queues.dropKeys(ids));
    count += ids.length;
  });
  return count;
}

async function eachPage({ store, breathe, keepsKeys }: EventKeysParts, { dagId, before }: OldEvents, isCancelled: () => boolean, take: (ids: readonly number[]) => void): Promise<void> {
  for (const id of isCancelled() ? [] : dagId === null ? store.queues.dagIds() : [dagId]) {
    if (isCancelled() || keepsKeys(id)) continue;
    for (let after: number | null = 0; after !== null && !isCancelled(); await breathe()) {
      const page: { readonly ids: readonly number[]; readonly last: number | null } = store.queues.withoutRun(id, { after, before, limit: pageEvents });
      take(page.ids);
      after = page.last;
    }
  }
}
