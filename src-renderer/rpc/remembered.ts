/** Whatever is made anew at each access is made once. */

/** `made`: what answers the same for a name each time, down to any depth, as the helpers of a router do. Functions are called as before. */
export function remembered<T extends object>(made: T): T {
  const known = new Map<PropertyKey, unknown>();
  return new Proxy(made, {
    get: (target, name) => {
      if (!known.has(name)) {
        const found: unknown = Reflect.get(target, name);
        known.set(name, (typeof found === "object" && found !== null) || typeof found === "function" ? remembered(found) : found);
      }
      return known.get(name);
    },
  });
}
