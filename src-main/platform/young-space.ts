/**
 * Bounds what V8 takes for young objects. By itself that grows to 128 MiB in a busy minute, however few of them live on, and a collection of it costs what lives, not its size: from 16 MiB
 * on, more room saves no processor time that could be measured. A flag at the start of the process would do too; but not every host of the engine can give one.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

const mebibyte = 2 ** 20;
const mostBytes = 16 * mebibyte;

/** Of V8's own accord it doubles. */
type Growth = 1 | 2;

/** Call it now and then while there is work: what is young grows no more once it has its room, and may again after it was given back. */
export function boundYoungSpace(v8: { readonly bytes: () => number; readonly grow: (factor: Growth) => void } = ofProcess): () => void {
  let growth: Growth = 2;
  return () => {
    const wanted = v8.bytes() < mostBytes ? 2 : 1;
    if (wanted !== growth) v8.grow((growth = wanted));
  };
}

const ofProcess = {
  bytes: (): number => getHeapSpaceStatistics().find((space) => space.space_name === "new_space")?.space_size ?? 0,
  grow: (factor: Growth): void => setFlagsFromString(`--semi-space-growth-factor=${factor}`),
};
