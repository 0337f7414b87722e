/** Who keeps where one was in each text while its editor is not there. Handed in by the window; without it, editors open at their beginning. */
import { createContext } from "react";

export interface TextPlaces {
  /** What was kept of a text, as the editor once said it. */
  readonly kept: (path: string) => unknown;
  readonly follow: (path: string) => FollowedPlace;
}

export interface FollowedPlace {
  /** One moved; `value` is asked once that rests. */
  readonly changed: (value: () => unknown) => void;
  readonly stop: () => void;
}

export const TextPlacesContext = createContext<TextPlaces | null>(null);
