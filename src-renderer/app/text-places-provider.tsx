/** Keeps where one was in each text with the rest of how a document was looked at. */
import { useMemo, type ReactNode } from "react";
import { TextPlacesContext, type TextPlaces } from "../editor/text-places.ts";
import { t } from "../strings/t.ts";
import type { HalfPlace } from "./half-context.tsx";
import { keepSettled } from "./keep-settled.ts";
import { keptView } from "./kept-view.ts";

const nameOf = (path: string): string => t("editor {{path}}", { path });

export function TextPlacesProvider({ half, children }: { half: HalfPlace; children: ReactNode }): ReactNode {
  const places = useMemo<TextPlaces>(() => ({ kept: (path) => keptView(half.id, half.shows, nameOf(path)), follow: (path) => keepSettled(half, nameOf(path)) }), [half]);
  return <TextPlacesContext value={places}>{children}</TextPlacesContext>;
}
