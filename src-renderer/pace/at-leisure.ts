/**
 * Work that nobody waits for, such as fetching what may be shown next: piece by piece, in idle moments of a page that was left alone for
 * a while. What is loaded is also compiled and run, which holds up the page for a tenth of a second: the worst moment for it is when the
 * first run has just been started.
 */
interface Piece {
  readonly work: () => unknown;
  readonly askedAt: number;
}

/** So long no key, click or news has come. */
const quietMs = 1_000;
/** A page on which something always goes on is made ready too. */
const longestMs = 20_000;

const waiting: Piece[] = [];
let stirredAt = 0;
let isPlanned = false;

/** Something goes on: the page has better to do for a while. */
export function stir(): void {
  stirredAt = performance.now();
}

/** What goes wrong in it is no matter here: it is told where the work is needed. Somebody who asked the browser to save data waits for what they open instead. */
export function atLeisure(work: () => unknown): void {
  if (savesData()) return;
  if (waiting.length === 0) stirredAt = Math.max(stirredAt, performance.now());
  waiting.push({ work, askedAt: performance.now() });
  if (!isPlanned) plan();
}

/** Chromium alone says it so far. */
function savesData(): boolean {
  return (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;
}

/** Keys, clicks and the wheel count as something that goes on. */
export function heedPeople(target: EventTarget): void {
  for (const kind of ["keydown", "pointerdown", "wheel"]) target.addEventListener(kind, stir, { capture: true, passive: true });
}

function plan(): void {
  const [next] = waiting;
  isPlanned = next !== undefined;
  if (next === undefined) return;
  const now = performance.now();
  const waitMs = Math.min(stirredAt + quietMs, next.askedAt + longestMs) - now;
  if (waitMs > 0) setTimeout(plan, waitMs);
  else whenIdle(() => void begin(next));
}

async function begin(piece: Piece): Promise<void> {
  const now = performance.now();
  if (stirredAt + quietMs > now && piece.askedAt + longestMs > now) return plan();
  waiting.shift();
  try {
    await piece.work();
  } catch {
    // Told where it is needed.
  }
  plan();
}

function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(run);
  else setTimeout(run);
}
