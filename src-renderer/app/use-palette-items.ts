/** Reads what the palette searches in. Runs are searched by the engine as one types; the rest is at hand. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useRpc } from "../rpc/rpc-provider.tsx";
import { mayRun } from "./command-handlers.ts";
import { useKeyLookup } from "./key-map.ts";
import { paletteItems, type PaletteItem } from "./palette-items.ts";

const shortestSearch = 2;

export function usePaletteItems(typed: string): { items: readonly PaletteItem[]; searching: boolean } {
  const rpc = useRpc();
  const keysOf = useKeyLookup();
  const [text] = useDebouncedValue(typed.trim(), 100);
  const wanted = text.length >= shortestSearch && !text.startsWith(">");
  const dags = useQuery(rpc.dags.list.queryOptions({ input: {} }));
  const found = useQuery({ ...rpc.find.search.queryOptions({ input: { text, limit: 20 } }), enabled: wanted, staleTime: 2000, placeholderData: keepPreviousData });
  const connections = useQuery(rpc.warehouse.connections.queryOptions({ input: {} })).data?.connections ?? [];
  const catalogs = useQueries({
    queries: connections.map((connection) => rpc.warehouse.catalog.queryOptions({ input: { connection: connection.id } })),
    combine: (results) => results.flatMap((result) => (result.data === undefined ? [] : [result.data])),
  });
  const hits = wanted && typed.trim() !== "" ? (found.data?.hits ?? []) : [];
  return { items: paletteItems(typed, { dags: dags.data?.dags ?? [], hits, catalogs, mayRun, keysOf }), searching: wanted && found.isFetching };
}
