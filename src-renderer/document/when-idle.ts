/** Work in steps, in the moments in which the page has nothing else to do. */

/** A moment ends a little before the next frame begins. */
const leastMs = 3;
/** Where the page cannot tell when it is idle, it gets so long of every turn. */
const turnMs = 5;

/** Returns the call that gives it up. */
export function whenIdle<Result>(steps: Generator<void, Result>, done: (result: Result) => void): () => void {
  let cancel = (): void => {};
  const turn = (timeLeft: () => number): void => {
    do {
      const step = steps.next();
      if (step.done === true) return done(step.value);
    } while (timeLeft() > leastMs);
    wait();
  };
  const wait = (): void => {
    if (typeof requestIdleCallback === "function") {
      const asked = requestIdleCallback((moment) => turn(() => moment.timeRemaining()));
      cancel = () => cancelIdleCallback(asked);
    } else {
      const timer = setTimeout(() => {
        const end = performance.now() + turnMs;
        turn(() => end - performance.now());
      });
      cancel = () => clearTimeout(timer);
    }
  };
  wait();
  return () => cancel();
}
