/** Reads what the palette searches in. Runs are searched by the engine as one types; the rest is at hand. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useRpc } from "../rpc/rpc-provider.tsx";
import { mayRun } from "./command-handlers.ts";
import { activeHalf, byUse } from "./halves.ts";
import { useKeyLookup } from "./key-map.ts";
import { paletteItems, type PaletteItem } from "./palette-items.ts";
import { shownKey } from "./tabs.ts";
import { useHalves } from "./use-halves.ts";

const shortestSearch = 2;
const noNames = { tasks: [], files: [], assets: [] };

export function usePaletteItems(typed: string): { items: readonly PaletteItem[]; searching: boolean } {
  const rpc = useRpc();
  const keysOf = useKeyLookup();
  const [text] = useDebouncedValue(typed.trim(), 100);
  const wanted = text.length >= shortestSearch && !text.startsWith(">");
  const dags = useQuery(rpc.dags.list.queryOptions({ input: {} }));
  const found = useQuery({ ...rpc.find.search.queryOptions({ input: { text, limit: 20 } }), enabled: wanted, staleTime: 2000, placeholderData: keepPreviousData });
  const names = useQuery({ ...rpc.find.names.queryOptions({ input: { text, limit: 8 } }), enabled: wanted, staleTime: 2000, placeholderData: keepPreviousData });
  const half = useHalves(activeHalf);
  const shown = shownKey(half);
  const open = byUse(half).filter((tab) => tab.key !== shown);
  const connections = useQuery(rpc.warehouse.connections.queryOptions({ input: {} })).data?.connections ?? [];
  const catalogs = useQueries({
    queries: connections.map((connection) => rpc.warehouse.catalog.queryOptions({ input: { connection: connection.id } })),
    combine: (results) => results.flatMap((result) => (result.data === undefined ? [] : [result.data])),
  });
  const hits = wanted && typed.trim() !== "" ? (found.data?.hits ?? []) : [];
  return { items: paletteItems(typed, { dags: dags.data?.dags ?? [], open, names: wanted && typed.trim() !== "" ? (names.data ?? noNames) : noNames, hits, catalogs, mayRun, keysOf }), searching: wanted && found.isFetching };
}
