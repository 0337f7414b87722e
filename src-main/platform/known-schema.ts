/** How far a program goes whose migrations lie in a folder. */
import { readdirSync } from "node:fs";

/** Number of the newest schema of a state that it can open. */
export function knownSchema(migrations: string): number {
  return readdirSync(migrations).filter((name) => /^\d{3}_.+\.sql$/.test(name)).length;
}
