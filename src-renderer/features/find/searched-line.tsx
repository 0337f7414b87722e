/** How many hits there are, where was searched, and up to when what was found there is known. */
import type { ReactNode } from "react";
import type { FindHit } from "../../../shared/contract/find.ts";
import { formatCount, formatDuration, formatPlural } from "../../ui/format.ts";
import { InstantText } from "../../ui/time-text.tsx";

export interface Found {
  readonly hits: readonly FindHit[];
  readonly more: boolean;
  readonly searched: readonly { place: string; upTo: number; runs: number }[];
  readonly tookMs: number;
}

export function SearchedLine({ found }: { found: Found }): ReactNode {
  return (
    <>
      {found.more ? `The newest ${formatCount(found.hits.length)} hits` : formatPlural(found.hits.length, "hit")} in {formatDuration(found.tookMs)} ·{" "}
      {found.searched.map((place, index) => (
        <span key={place.place}>
          {index > 0 && ", "}
          {place.place}: {formatPlural(place.runs, "run")} up to <InstantText at={place.upTo} />
        </span>
      ))}
    </>
  );
}
