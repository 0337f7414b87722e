/** What can be added, filtered and in order: favourites, recents, the kinds by category, then files. */
import { useState } from "react";
import { filterKinds, orderKinds, readKindUse, sectionOf, toggleFavourite, type KindChoice } from "./task-kinds.ts";

export interface ChoiceList {
  readonly choices: readonly KindChoice[];
  readonly sectionOf: (choice: KindChoice) => string;
  readonly isFavourite: (choice: KindChoice) => boolean;
  readonly toggle: (choice: KindChoice) => void;
}

const mostFiles = 60;

export function useChoices(files: readonly KindChoice[], typed: string): ChoiceList {
  const [use, setUse] = useState(() => readKindUse(localStorage));
  const choices = [...filterKinds(orderKinds(use), typed), ...filterKinds(files, typed).slice(0, mostFiles)];
  return {
    choices,
    sectionOf: (choice) => sectionOf(use, choice),
    isFavourite: ({ key }) => use.favourites.includes(key),
    toggle: ({ key }) => {
      toggleFavourite(localStorage, key);
      setUse(readKindUse(localStorage));
    },
  };
}
