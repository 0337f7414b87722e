/** The id itself where it is free, else with the next free number: `load`, `load_2`, `load_3`. Upper and lower case are the same. */
export function uniqueId(wanted: string, taken: Iterable<string>): string {
  const known = new Set([...taken].map((id) => id.toLowerCase()));
  if (!known.has(wanted.toLowerCase())) return wanted;
  for (let number = 2; ; number += 1) if (!known.has(`${wanted}_${number}`.toLowerCase())) return `${wanted}_${number}`;
}
