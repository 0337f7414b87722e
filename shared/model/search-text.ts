/** How a value is made comparable for finding: Unicode form NFKC, lower case, outer blanks off. One rule for storing and asking. */
export function normaliseForSearch(value: string): string {
  return value.normalize("NFKC").toLowerCase().trim();
}
