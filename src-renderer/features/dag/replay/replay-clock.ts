/**
 * The instant of a run that one looks at: null is the present. It plays on by itself, frame by frame, until the end of the run. Owns its frames;
 * whoever makes one disposes it.
 */
export interface ReplayTime {
  readonly at: number | null;
  readonly isPlaying: boolean;
  readonly speed: ReplaySpeed;
}

/** `whole`: all of the run in ten seconds; a number: so many times as fast as it was. */
export type ReplaySpeed = "whole" | 1 | 2 | 10 | 100;
export const replaySpeeds: readonly ReplaySpeed[] = ["whole", 1, 2, 10, 100];
const wholeMs = 10_000;

export interface Frames {
  request(frame: (at: number) => void): number;
  cancel(id: number): void;
}

const browserFrames: Frames = { request: (frame) => requestAnimationFrame(frame), cancel: (id) => cancelAnimationFrame(id) };

export class ReplayClock {
  readonly #frames: Frames;
  readonly #listeners = new Set<() => void>();
  #time: ReplayTime = { at: null, isPlaying: false, speed: "whole" };
  #span = { from: 0, to: 0 };
  #frame: number | null = null;
  #last = 0;

  constructor(frames: Frames = browserFrames) {
    this.#frames = frames;
  }

  readonly read = (): ReplayTime => this.#time;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** From when to when there is something to look at. */
  setSpan(span: { readonly from: number; readonly to: number }): void {
    this.#span = span;
  }

  seek(at: number): void {
    this.#set({ at: Math.min(this.#span.to, Math.max(this.#span.from, at)) });
  }

  leave(): void {
    this.pause();
    this.#set({ at: null });
  }

  setSpeed(speed: ReplaySpeed): void {
    this.#set({ speed });
  }

  /** From the beginning where one stands at the end, or in the present. */
  play(): void {
    if (this.#time.isPlaying) return;
    const { at } = this.#time;
    this.#set({ isPlaying: true, at: at === null || at >= this.#span.to ? this.#span.from : at });
    this.#last = 0;
    this.#frame = this.#frames.request(this.#step);
  }

  pause(): void {
    if (this.#frame !== null) this.#frames.cancel(this.#frame);
    this.#frame = null;
    if (this.#time.isPlaying) this.#set({ isPlaying: false });
  }

  toggle(): void {
    if (this.#time.isPlaying) this.pause();
    else this.play();
  }

  dispose(): void {
    this.pause();
  }

  readonly #step = (now: number): void => {
    const { at, speed } = this.#time;
    if (at === null) return;
    const passed = this.#last === 0 ? 0 : now - this.#last;
    this.#last = now;
    const next = at + passed * (speed === "whole" ? (this.#span.to - this.#span.from) / wholeMs : speed);
    if (next >= this.#span.to) {
      this.#set({ at: this.#span.to });
      return this.pause();
    }
    this.#set({ at: next });
    this.#frame = this.#frames.request(this.#step);
  };

  #set(change: Partial<ReplayTime>): void {
    this.#time = { ...this.#time, ...change };
    for (const listener of this.#listeners) listener();
  }
}
