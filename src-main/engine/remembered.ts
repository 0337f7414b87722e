/** Read often, changed rarely: looked up anew once a second at most, and when somebody knows of a change. */
export function remembered(slots: (pool: string) => number): { of(pool: string): number; forget(): void } {
  const known = new Map<string, { value: number; until: number }>();
  const of = (pool: string): number => {
    const now = performance.now();
    const found = known.get(pool);
    if (found && found.until > now) return found.value;
    const value = slots(pool);
    known.set(pool, { value, until: now + 1_000 });
    return value;
  };
  return { of, forget: () => known.clear() };
}
