/** Reads that a lost wire cut off are asked again; what changes something never is. */
import { isConnectionLoss } from "./failure.ts";

export const againMs = 300;
const mostTries = 5;

/** `count`: how often it was asked again already. */
export function isWorthAsking(count: number, error: unknown): boolean {
  return count < mostTries && isConnectionLoss(error);
}

/** Answers what `ask` answers, over another wire where the first is lost. Throws what it last threw. */
export async function askAgain<T>(ask: () => Promise<T>, count = 0): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    if (!isWorthAsking(count, thrown)) throw thrown;
    await new Promise((resolve) => setTimeout(resolve, againMs));
    return askAgain(ask, count + 1);
  }
}
