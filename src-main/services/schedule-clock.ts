/**
 * Sees that the wall clock did not go as time did: the computer slept, or somebody set the clock. Compares it with the clock that only
 * measures; a slow correction over the network is neither.
 */
import type { Clock } from "../ports/machine.ts";

/** Smaller differences are corrections, and a look that came late. */
const leastMs = 5_000;

/** Positive: the clock is ahead of the time that passed; negative: it was set back. */
export class ScheduleClock {
  readonly #clock: Clock;
  #wall: number;
  #passed: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wall = clock.now();
    this.#passed = clock.monotonic();
  }

  /** By how much since the last look; 0 where it went as it should. */
  look(): number {
    const [wall, passed] = [this.#clock.now(), this.#clock.monotonic()];
    const jumpMs = wall - this.#wall - (passed - this.#passed);
    this.#wall = wall;
    this.#passed = passed;
    return Math.abs(jumpMs) < leastMs ? 0 : jumpMs;
  }
}
