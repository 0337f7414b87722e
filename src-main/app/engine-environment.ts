/** The environment of the engine: the person's own, less what would change how our programs run, plus the Node for its helpers. Pure. */

const dropped = /^(ELECTRON_|CHROME_|NODE_OPTIONS$|NODE_PATH$|LD_PRELOAD$|DYLD_INSERT_LIBRARIES$)/;

export function engineEnvironment(env: Readonly<Record<string, string | undefined>>, node: string): Record<string, string> {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && !dropped.test(entry[0]));
  // One malloc arena: the engine's work is on one thread, and each further arena keeps some megabytes that nobody uses.
  return { MALLOC_ARENA_MAX: "1", ...Object.fromEntries(kept), DAGWRIGHT_NODE: node };
}
