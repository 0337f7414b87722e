/** Keeps where one was in each text with the rest of how a document was looked at. */
import { useMemo, type ReactNode } from "react";
import { TextPlacesContext, type TextPlaces } from "../editor/text-places.ts";
import type { HalfPlace } from "./half-context.tsx";
import { keepSettled } from "./keep-settled.ts";
import { keptView, textView } from "./kept-view.ts";

export function TextPlacesProvider({ half, children }: { half: HalfPlace; children: ReactNode }): ReactNode {
  const places = useMemo<TextPlaces>(() => ({ kept: (path) => keptView(half.id, half.shows, textView(path)), follow: (path) => keepSettled(half, textView(path)) }), [half]);
  return <TextPlacesContext value={places}>{children}</TextPlacesContext>;
}
