import { describe, expect, it } from "vitest";
import { ReplayClock } from "./replay-clock.ts";

class HandFrames {
  waiting: ((at: number) => void) | null = null;
  request = (frame: (at: number) => void): number => {
    this.waiting = frame;
    return 1;
  };
  cancel = (): void => void (this.waiting = null);
  pass(at: number): void {
    const frame = this.waiting;
    this.waiting = null;
    frame?.(at);
  }
}

function clock(): { frames: HandFrames; replay: ReplayClock } {
  const frames = new HandFrames();
  const replay = new ReplayClock(frames);
  replay.setSpan({ from: 1000, to: 21_000 });
  return { frames, replay };
}

describe("ReplayClock", () => {
  it("plays all of a run in ten seconds, and stops at its end", () => {
    const { frames, replay } = clock();
    replay.play();
    frames.pass(500);
    expect(replay.read().at).toBe(1000);
    frames.pass(1500);
    expect(replay.read().at).toBe(3000);
    frames.pass(99_000);
    expect(replay.read()).toEqual({ at: 21_000, isPlaying: false, speed: "whole" });
    expect(frames.waiting).toBeNull();
    replay.play();
    expect(replay.read()).toMatchObject({ at: 1000, isPlaying: true });
  });

  it("plays at a multiple of the time it took, from where one stands", () => {
    const { frames, replay } = clock();
    replay.setSpeed(2);
    replay.seek(5000);
    replay.play();
    frames.pass(100);
    frames.pass(350);
    expect(replay.read().at).toBe(5500);
    replay.toggle();
    expect([replay.read().isPlaying, frames.waiting]).toEqual([false, null]);
  });

  it("stays within the run, and goes back to the present", () => {
    const { frames, replay } = clock();
    replay.seek(-5);
    expect(replay.read().at).toBe(1000);
    replay.seek(1e9);
    expect(replay.read().at).toBe(21_000);
    replay.play();
    replay.leave();
    expect([replay.read(), frames.waiting]).toEqual([{ at: null, isPlaying: false, speed: "whole" }, null]);
  });
});
