/** What a disabled task means for those behind it, said where it is edited. Pure. */
import { skippedWith, type RuledTask } from "../../../../shared/graph/skipped-with.ts";

const named = 6;

export function disabledWords(tasks: readonly RuledTask[], id: string): string {
  const { skipped, runs } = skippedWith(tasks, id);
  const lead = "Disabled: runs skip it.";
  const also = skipped.length === 0 ? "" : ` Skipped with it by ${skipped.length === 1 ? "its trigger rule" : "their trigger rules"}: ${list(skipped)}.`;
  const still = runs.length === 0 ? "" : ` Runs all the same: ${list(runs, ({ triggerRule }) => ` (${triggerRule})`)}.`;
  return lead + (also + still === "" ? " No other task is skipped with it." : also + still);
}

function list(tasks: readonly RuledTask[], more: (task: RuledTask) => string = () => ""): string {
  const shown = tasks.slice(0, named).map((task) => `\`${task.id}\`${more(task)}`);
  return [...shown, ...(tasks.length > named ? [`${tasks.length - named} more`] : [])].join(", ");
}
