/** Is a file that was dropped one of the workspace? A browser does not say where it lay: same name and same text below `base_path` is taken for it. */
import type { EngineClient } from "../../../rpc/client.ts";
import { listPrograms } from "../file-choices.ts";
import type { DroppedProgram } from "./read-dropped.ts";

/** The path relative to `base_path`; null where there is no such file. */
export async function findSame(client: EngineClient, base: string, { name, text }: DroppedProgram): Promise<string | null> {
  const paths = await listPrograms(async (folder) => (await client.files.list({ folder })).entries, base);
  for (const path of paths.filter((each) => each.slice(each.lastIndexOf("/") + 1) === name)) {
    const there = await client.documents.open({ path }).catch(() => null);
    if (there !== null && there.hash !== null && sameLines(there.text) === sameLines(text)) return base === "" ? path : path.slice(base.length + 1);
  }
  return null;
}

/** The byte order mark is not the text's. */
function sameLines(text: string): string {
  return text.replace(/^\uFEFF/, "");
}
