/** Which assets a person looks at: by words, and by what is odd about them. Pure; the same in the window and on the command line. */
import type { AssetInfo } from "./assets.ts";

/** `awaited`: a DAG whose schedule is on has some of what it needs, and this is still to come. */
export const assetKinds = ["awaited", "unloaded", "unread"] as const;
export type AssetKind = (typeof assetKinds)[number];

export interface AssetChoice {
  /** Each word has to stand in its name, or in that of a DAG or task that has to do with it. */
  readonly text?: string | undefined;
  readonly kind?: AssetKind | undefined;
}

export function chooseAssets(assets: readonly AssetInfo[], { text = "", kind }: AssetChoice): AssetInfo[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return assets.filter((asset) => {
    if (kind !== undefined && !isOfKind(asset, kind)) return false;
    if (words.length === 0) return true;
    const hay = [asset.name, ...asset.producers.flatMap(({ dagId, taskId }) => [dagId, taskId]), ...asset.consumers.map(({ dagId }) => dagId)].join("\n").toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

export function isOfKind({ producers, consumers }: AssetInfo, kind: AssetKind): boolean {
  if (kind === "unloaded") return producers.length === 0;
  if (kind === "unread") return consumers.length === 0;
  return consumers.some(({ isOn, hasCome, progress }) => isOn && !hasCome && progress !== null && progress.came > 0);
}
