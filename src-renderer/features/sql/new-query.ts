/** Makes the next query file of the workspace and opens it. A query is a plain file from its first moment: nothing to lose. */
import type { EngineClient } from "../../rpc/client.ts";
import { openToStay } from "../../app/use-halves.ts";

export const queryFolder = "queries";
const mostTries = 1_000;

/** Rejects with what the workspace said, such as that it cannot be written. */
export async function newQuery(client: EngineClient, text = ""): Promise<void> {
  const taken = await namesIn(client);
  for (let number = 1; number < mostTries; number += 1) {
    const name = `query-${number}.sql`;
    if (taken.has(name)) continue;
    await client.documents.create({ path: `${queryFolder}/${name}`, text });
    return openToStay({ page: "sql", path: `${queryFolder}/${name}` });
  }
}

async function namesIn(client: EngineClient): Promise<ReadonlySet<string>> {
  const root = await client.files.list({ folder: "" });
  if (!root.entries.some(({ kind, name }) => kind === "folder" && name === queryFolder)) return new Set();
  return new Set((await client.files.list({ folder: queryFolder })).entries.map(({ name }) => name));
}
