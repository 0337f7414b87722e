/** Ctrl+C: the first asks for an orderly end, the second leaves at once. */

/** Returns the call that stops listening. */
export function onInterrupt(first: () => void): () => void {
  let count = 0;
  const handle = (): void => {
    count += 1;
    if (count > 1) process.exit(1);
    first();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
}
