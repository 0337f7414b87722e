/** How many hits there are, where was searched, and up to when what was found there is known. */
import type { ReactNode } from "react";
import type { FindHit } from "../../../shared/contract/find.ts";
import { t } from "../../strings/t.ts";
import { formatDuration } from "../../ui/format.ts";
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
      {t("{{hits}} in {{tookMs}} ·", { hits: found.more ? t("The newest {{count}} hits", { count: found.hits.length }) : t("{{count}} hits", { count: found.hits.length }), tookMs: formatDuration(found.tookMs) })}{" "}
      {found.searched.map((place, index) => (
        <span key={place.place}>
          {t("{{value}}{{place}}: {{count}} runs up to", { value: index > 0 ? ", " : "", place: place.place, count: place.runs })} <InstantText at={place.upTo} />
        </span>
      ))}
    </>
  );
}
