/** What this machine remembers of a query by its path: values of its parameters, its connection, the DAG whose words it uses. */
const kinds = ["params", "connection", "home"] as const;

export function memoryKey(kind: (typeof kinds)[number], path: string): string {
  return `dagwright.sql.${kind}:${path}`;
}

/** The text goes on under another path. */
export function copyMemory(from: string, to: string): void {
  for (const kind of kinds) {
    const kept = localStorage.getItem(memoryKey(kind, from));
    if (kept !== null) localStorage.setItem(memoryKey(kind, to), kept);
  }
}

export function forgetMemory(path: string): void {
  for (const kind of kinds) localStorage.removeItem(memoryKey(kind, path));
}

export function moveMemory(from: string, to: string): void {
  copyMemory(from, to);
  forgetMemory(from);
}
