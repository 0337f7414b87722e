/** What a command says of a state that it only looks at. */
import { missingWords } from "../../shared/model/reading.ts";
import type { CliContext } from "./context.ts";
import type { EngineClient } from "./engine-client.ts";

/** On the commands that read. */
export const readOnlyOption = ["--read-only", "look at the state without changing it, even where a newer Dagwright wrote it"] as const;

const mostNamed = 12;

/** Says nothing where it was not asked for, and the state is of this version. */
export async function noteReading({ isReading, note }: CliContext, client: EngineClient): Promise<void> {
  if (!isReading) return;
  const { reading } = await client.engine.info({});
  if (reading === undefined || reading.schema <= reading.known) return;
  note(`Read only: ${reading.writtenBy === null ? "a newer Dagwright" : `Dagwright ${reading.writtenBy}`} wrote this state (schema ${reading.schema}, this one knows ${reading.known}).`);
  if (reading.missing.length === 0) return;
  const more = reading.missing.length - mostNamed;
  note(`Not shown: ${reading.missing.slice(0, mostNamed).map(missingWords).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`);
}
