/** Opens a new query. It needs no name and no file until it is kept; until then it lives as a draft, and is there again after a crash. */
import { parseRoute } from "../../app/route.ts";
import { openToStay, useHalves } from "../../app/use-halves.ts";
import { freeScratchPath, isScratchDraft } from "../../document/scratch.ts";
import type { EngineClient } from "../../rpc/client.ts";
import { queryFiles } from "./query-tree.ts";

/** Rejects with what the workspace said, such as that its drafts cannot be written. */
export async function newQuery(client: EngineClient, text = ""): Promise<void> {
  const open = openPaths();
  const [files, { drafts }] = await Promise.all([queryFiles(client), client.documents.drafts({})]);
  const left = drafts.filter((draft) => isScratchDraft(draft) && !open.includes(draft.path));
  const empty = await firstEmpty(client, left.map(({ path }) => path));
  const path = empty ?? freeScratchPath([...files, ...drafts].map((one) => one.path).concat(open));
  await client.documents.draft({ path, baseHash: null, text });
  openToStay({ page: "sql", path });
}

/** One that was opened and left with nothing in it is as good as new. */
async function firstEmpty(client: EngineClient, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const { draft } = await client.documents.open({ path });
    if (draft?.text === "") return path;
  }
  return null;
}

function openPaths(): string[] {
  const routes = useHalves.getState().halves.flatMap(({ tabs }) => tabs.map(({ hash }) => parseRoute(hash)));
  return routes.flatMap((route) => (route.page === "sql" ? [route.path] : []));
}
