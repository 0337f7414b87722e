/** What was meant where a task of a run is named that it does not have. Pure. */
import { suggestion } from "./did-you-mean.ts";

const instanceForm = /^(.+)\[(\d+)\]$/;

/**
 * ` Did you mean …?`, ready to append to a message, or nothing. Of an instance of a mapped task it says which there are.
 *
 * @param known ids of the run's tasks and of all instances of its mapped tasks
 */
export function guessTask(asked: string, known: Iterable<string>): string {
  const all = [...known];
  const [, base = "", index = ""] = instanceForm.exec(asked) ?? [];
  if (base !== "" && all.includes(base)) {
    const indices = all.flatMap((id) => (id.startsWith(`${base}[`) ? Number(instanceForm.exec(id)?.[2] ?? []) : []));
    if (indices.length === 0) return ` \`${base}\` has no instances in this run: it is not mapped, or not expanded yet.`;
    const range = indices.length === 1 ? "one instance, 0" : `${indices.length} instances, 0 to ${indices.reduce((most, one) => Math.max(most, one), 0)}`;
    return ` \`${base}\` has ${range}; ${index} is none of them.`;
  }
  // Of thousands of instances only their tasks are worth a guess, and the same instance of one.
  const bases = all.filter((id) => !instanceForm.test(id));
  if (base === "") return suggestion(asked, bases);
  const found = suggestion(base, bases);
  return found.replace(/`\?$/, `[${index}]\`?`);
}
