/** Lets others have their turn while much is done. */

/** Work goes on for so long before. */
const turnMs = 12;

/** The call says true when others had their turn. */
export function createPacer(breathe: () => Promise<void>): () => Promise<boolean> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < turnMs) return false;
    await breathe();
    since = performance.now();
    return true;
  };
}
