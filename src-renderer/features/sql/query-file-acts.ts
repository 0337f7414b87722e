/** What becomes of a query as a whole: kept under a name, renamed, deleted and brought back. Tabs, results and remembered values go with it. */
import { formatRoute } from "../../app/route.ts";
import { close, retarget } from "../../app/halves.ts";
import { moveViews } from "../../app/kept-view.ts";
import { changeHalves, useHalves } from "../../app/use-halves.ts";
import { useForget } from "../../document/documents-provider.tsx";
import type { TextDocument } from "../../document/text-document.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";
import type { EngineClient } from "../../rpc/client.ts";
import { copyMemory, forgetMemory, moveMemory } from "./query-memory.ts";
import { moveSession } from "./query-sessions.ts";

export interface QueryFileActs {
  /** Writes the text under another path, and goes on there. The file it came from stays as it was saved. Rejects where the path is taken. */
  saveAs(document: TextDocument, path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Returns how to bring it back. */
  remove(path: string): Promise<() => Promise<void>>;
}

export function useQueryFileActs(): QueryFileActs {
  return actsOver(useEngineClient(), useForget());
}

function actsOver(client: EngineClient, forget: (path: string) => void): QueryFileActs {
  const goOn = (from: string, to: string): void => {
    moveSession(from, to);
    changeHalves((window) => retarget(window, `sql:${from}`, { page: "sql", path: to }));
  };
  return {
    saveAs: async (document, path) => {
      const { text, disk } = document.get();
      if (path === document.path) return void (await saved(document));
      await client.documents.create({ path, text });
      copyMemory(document.path, path);
      // What was typed is in the new file now.
      if (disk !== null) await document.revert();
      else {
        forget(document.path);
        forgetMemory(document.path);
        await client.documents.draft({ path: document.path, baseHash: null, text: null });
      }
      goOn(document.path, path);
    },
    rename: async (from, to) => {
      if (from === to) return;
      // Else the open document would take the old name for a file that somebody deleted.
      forget(from);
      await client.documents.rename({ from, to });
      moveMemory(from, to);
      moveViews(from, to);
      goOn(from, to);
    },
    remove: async (path) => {
      const { text, hash, draft } = await client.documents.open({ path });
      forget(path);
      if (hash === null) await client.documents.draft({ path, baseHash: null, text: null });
      else await client.documents.delete({ path });
      closeEverywhere(path);
      return async () => {
        const restored = hash === null ? null : (await client.documents.create({ path, text })).hash;
        if (draft !== null) await client.documents.draft({ path, baseHash: restored, text: draft.text });
      };
    },
  };
}

async function saved(document: TextDocument): Promise<void> {
  const result = await document.save();
  if (!result.ok) throw new Error(result.message);
}

function closeEverywhere(path: string): void {
  const key = `sql:${path}`;
  for (const { id } of useHalves.getState().halves) changeHalves((window) => ({ ...close(window, id, [key]), closed: window.closed.filter((tab) => tab.hash !== formatRoute({ page: "sql", path })) }));
}
