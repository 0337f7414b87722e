/**
 * Whether the disk that a workspace lies on has room for more work. Commits go on for a while on a full disk, in room laid out
 * before, but logs, outputs and tables would be lost: nothing new may begin there. Asked often, it looks ten times a second at
 * most; while there is no room it looks by itself, so that work goes on when there is.
 */
import { statfsSync } from "node:fs";
import type { Clock, Disposable } from "../ports/machine.ts";

export interface DiskRoom extends Disposable {
  isEnough(): boolean;
  /** What a person should do; null while there is room. */
  readonly trouble: string | null;
}

export interface DiskRoomParts {
  readonly folder: string;
  readonly clock: Clock;
  /** Called in a turn of its own, when room is gone and when it is back. */
  readonly onChange: () => void;
  readonly freeBytes?: (folder: string) => number;
}

const leastBytes = 1024 ** 2;
const lookEveryMs = 100;
const lookAgainMs = 500;

export function watchDiskRoom({ folder, clock, onChange, freeBytes = freeBytesOf }: DiskRoomParts): DiskRoom {
  let isEnough = true;
  let goodUntil = 0;
  let timer: Disposable | null = null;
  let news: Disposable | null = null;
  const look = (): void => {
    const before = isEnough;
    isEnough = freeBytes(folder) >= leastBytes;
    goodUntil = clock.monotonic() + lookEveryMs;
    if (isEnough !== before) news ??= clock.after(0, tell);
    if (!isEnough) timer ??= clock.after(lookAgainMs, lookAgain);
  };
  const lookAgain = (): void => {
    timer = null;
    look();
  };
  const tell = (): void => {
    news = null;
    onChange();
  };
  return {
    isEnough() {
      if (clock.monotonic() >= goodUntil) look();
      return isEnough;
    },
    get trouble() {
      return isEnough ? null : `${folder}: its disk is full; tasks wait until there is room: free some disk space.`;
    },
    dispose() {
      timer?.dispose();
      news?.dispose();
    },
  };
}

/** What cannot be asked is taken for room: the store says what it misses. */
function freeBytesOf(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}
