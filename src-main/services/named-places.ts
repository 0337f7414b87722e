/**
 * Where a DAG file writes what `dagwright.json` has to stand behind: channels, pools and numbers of their slots. Found while the file is read,
 * so that a slip in a name is shown at its place without reading the file again. Pure.
 */
import type { LineIndex } from "../../shared/dag-file/line-index.ts";
import type { NodeRange } from "../../shared/dag-file/node-ranges.ts";
import { type NamedPlace, placeOf } from "./text-place.ts";

export const channelField = /(?:^|\.)(?:on_(?:failure|success|retry|skipped|deadline)|channel)(?:\[\d+\])?$/;
export const poolField = /^(?:defaults|tasks(?:\.[^.[\]]+|\["(?:[^"\\]|\\.)*"\]))\.pool$/;
const slotsField = /\.pool_slots$/;

export interface ReadText {
  readonly text: string;
  readonly lines: LineIndex;
  readonly nodeRanges: ReadonlyMap<string, NodeRange>;
}

/** In the order of the file. */
export function namedPlaces({ text, lines, nodeRanges }: ReadText): NamedPlace[] {
  const found: NamedPlace[] = [];
  for (const [field, { value }] of nodeRanges) {
    if (!channelField.test(field) && !poolField.test(field) && !slotsField.test(field)) continue;
    const name = nameIn(text.slice(value.start, value.end));
    if (name !== null) found.push({ name, field, ...placeOf(lines, value) });
  }
  return found;
}

/** A list or a mapping is no name; what it holds has places of its own. */
function nameIn(written: string): string | null {
  return /^[[{]|\n./.test(written) ? null : written.trim().replace(/^(["'])(.*)\1$/, "$2");
}
