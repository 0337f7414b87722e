/** The pages of one result for as long as it is shown. */
import { useEffect, useState, useSyncExternalStore } from "react";
import type { ResultColumn } from "../../../../shared/contract/sql.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";
import { ResultPages, type PagesState } from "./result-pages.ts";

export interface ShownPages {
  readonly pages: ResultPages;
  readonly state: PagesState;
}

export function useResultPages({ resultId, columns, rowCount }: { resultId: string; columns: readonly ResultColumn[]; rowCount: number }): ShownPages {
  const client = useEngineClient();
  const [pages] = useState(() => new ResultPages({ calls: { page: (input, signal) => client.sql.page(input, { signal }), cell: (input) => client.sql.cell(input) }, resultId, columns }));
  const state = useSyncExternalStore(
    (listener) => pages.subscribe(listener),
    () => pages.get(),
  );
  useEffect(() => pages.grow(rowCount), [pages, rowCount]);
  useEffect(() => () => pages.dispose(), [pages]);
  return { pages, state };
}
