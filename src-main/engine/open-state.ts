/** The state that the engine works on, or a copy of it where it only looks. */
import { readFileSync } from "node:fs";
import type { Places } from "../platform/places.ts";
import { dropReading, openForReading } from "../store/reading/open-for-reading.ts";
import { openStore } from "../store/store.ts";
import type { Closers } from "./closers.ts";
import type { Ground } from "./engine-parts.ts";
import type { EngineOptions } from "./start-engine.ts";

export async function openState({ reading: isReading, synchronous }: EngineOptions, { places, dataFolder }: { places: Places; dataFolder: string }, closers: Closers): Promise<Pick<Ground, "store" | "reading" | "version">> {
  const { version } = JSON.parse(readFileSync(places.packageFile, "utf8")) as { version: string };
  const file = `${dataFolder}/state.db`;
  const folder = `${dataFolder}/reading`;
  if (isReading) {
    const { store, reading, close } = await openForReading({ file, migrations: places.migrations, folder });
    closers.add(close);
    return { store, reading, version };
  }
  dropReading(folder);
  const store = openStore({ file, migrations: places.migrations, writtenBy: version, ...(synchronous ? { synchronous } : {}) });
  closers.add(() => store.close());
  return { store, reading: null, version };
}
