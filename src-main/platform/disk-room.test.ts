import { expect, it, vi } from "vitest";
import { watchDiskRoom } from "./disk-room.ts";
import { systemClock } from "./system-clock.ts";

it("says once that a disk is full and once that it is not, and finds the room by itself", async () => {
  const disk = { free: 10_000_000 };
  const onChange = vi.fn();
  const room = watchDiskRoom({ folder: "/w", clock: systemClock, onChange, freeBytes: () => disk.free });
  expect([room.isEnough(), room.trouble]).toEqual([true, null]);
  disk.free = 4_096;
  await expect.poll(() => room.isEnough()).toBe(false);
  await expect.poll(() => onChange.mock.calls.length).toBe(1);
  expect(room.trouble).toBe("/w: its disk is full; tasks wait until there is room: free some disk space.");
  disk.free = 10_000_000;
  await expect.poll(() => onChange.mock.calls.length, { timeout: 3_000 }).toBe(2);
  expect([room.isEnough(), room.trouble]).toEqual([true, null]);
  room.dispose();
});

it("takes a folder that cannot be asked for one with room", () => {
  const room = watchDiskRoom({ folder: "/nowhere/at/all", clock: systemClock, onChange: () => {} });
  expect(room.isEnough()).toBe(true);
  room.dispose();
});
