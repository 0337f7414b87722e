/** Turns what a call tells on its way into a stream that one reader follows; a reader who leaves stops the call. */
import type { StopSignal } from "../ports/run-source.ts";

/** `work` tells through its argument; the stream ends as it does, with its error if it fails. `stop` is called when the reader leaves before. */
export async function* streamOf<Event>(work: (tell: (event: Event) => void) => Promise<unknown>, stop: () => void, signal?: StopSignal): AsyncGenerator<Event, void> {
  const events: Event[] = [];
  let wake = (): void => undefined;
  let end: { error: unknown } | "well" | null = null;
  const ring = (): void => wake();
  void work((event) => {
    events.push(event);
    ring();
  }).then(
    () => (end = "well"),
    (error: unknown) => (end = { error }),
  ).finally(ring);
  const ended = (): { error: unknown } | "well" | null => end;
  signal?.addEventListener("abort", stop);
  try {
    for (;;) {
      yield* events.splice(0);
      const how = ended();
      if (events.length > 0) continue;
      if (how === "well") return;
      if (how !== null) throw how.error;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    if (ended() === null) stop();
  }
}
