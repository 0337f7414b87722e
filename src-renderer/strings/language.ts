/**
 * The language of this window. It is known before any other module runs, so that texts may be looked up where they are declared; another language
 * is taken by loading the page anew. `en-XA`, the pseudo-locale, is for tests: it shows which text never came here and which place is too narrow.
 */
const stored = (): string | null => {
  try {
    return typeof localStorage === "undefined" ? null : localStorage.getItem("dagwright.language");
  } catch {
    // A page may be denied its storage; it then speaks English.
    return null;
  }
};

const pseudoLocale = "en-XA";

export const isPseudo = stored() === pseudoLocale;

/** For `<html lang>` and Intl. */
export const language = isPseudo ? pseudoLocale : "en";
