/** Names that are known to fit a field, offered while one types; anything else may be typed all the same. */
import { useId, type ReactNode } from "react";
import { proposedFor } from "../check-columns.ts";
import { useForm } from "../form-context.ts";

/** Where a branch leads: to tasks that come right after it. */
const isTarget = /^(?:branches\[\d+\]\.to|otherwise)\b/;

/** The attribute for the field and the list to put beside it, where something is known. */
export function useProposals(key: string): { readonly list: { readonly list?: string }; readonly options: ReactNode } {
  const { advice, edited, tasks } = useForm();
  const id = useId();
  const names = isTarget.test(key) ? tasks.flatMap((task) => (task.deps.some((dep) => edited.includes(dep)) ? [task.id] : [])) : proposedFor(key, advice.builds, edited);
  if (names.length === 0) return { list: {}, options: null };
  return {
    list: { list: id },
    options: (
      <datalist id={id}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    ),
  };
}
