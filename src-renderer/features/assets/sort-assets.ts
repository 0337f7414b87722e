/** The order of the list of assets. Pure. */
import type { AssetInfo } from "../../../shared/contract/assets.ts";
import type { SortOrder } from "../../ui/virtual-table.tsx";

type Compare = (one: AssetInfo, other: AssetInfo) => number;

const byName: Compare = (one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0);
const comparisons: Readonly<Record<string, Compare>> = {
  name: byName,
  last: (one, other) => (one.last?.at ?? 0) - (other.last?.at ?? 0),
  rows: (one, other) => (one.last?.rows ?? -1) - (other.last?.rows ?? -1),
};

/** Alike ones stand by name, whichever way the order goes. */
export function sortAssets(assets: readonly AssetInfo[], { key, descending }: SortOrder): AssetInfo[] {
  const direction = descending ? -1 : 1;
  const compare = comparisons[key] ?? byName;
  return [...assets].sort((one, other) => direction * compare(one, other) || byName(one, other));
}
