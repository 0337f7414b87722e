/** What a disabled task means for those behind it, said where it is edited. Pure. */
import { skippedWith, type RuledTask } from "../../../../shared/graph/skipped-with.ts";
import { t } from "../../../strings/t.ts";

const named = 6;

export function disabledWords(tasks: readonly RuledTask[], id: string): string {
  const { skipped, runs } = skippedWith(tasks, id);
  const lead = t("Disabled: runs skip it.");
  const also = skipped.length === 0 ? [] : [skipped.length === 1 ? t("Skipped with it by its trigger rule: {{tasks}}.", { tasks: list(skipped) }) : t("Skipped with it by their trigger rules: {{tasks}}.", { tasks: list(skipped) })];
  const still = runs.length === 0 ? [] : [t("Runs all the same: {{tasks}}.", { tasks: list(runs, ({ triggerRule }) => ` (${triggerRule})`) })];
  return [lead, ...also, ...still, ...(also.length + still.length === 0 ? [t("No other task is skipped with it.")] : [])].join(" ");
}

function list(tasks: readonly RuledTask[], more: (task: RuledTask) => string = () => ""): string {
  const shown = tasks.slice(0, named).map((task) => `\`${task.id}\`${more(task)}`);
  return [...shown, ...(tasks.length > named ? [t("{{tasks}} more", { tasks: tasks.length - named })] : [])].join(", ");
}
