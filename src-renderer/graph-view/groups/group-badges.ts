/** What is wrong with the tasks that a folded group hides, on the group. Pure. */
import { t } from "../../strings/t.ts";
import type { TaskBadge } from "../edit/editing.ts";
import type { FoldedGraph } from "./fold-graph.ts";

const listed = 6;

export function groupBadges(folded: FoldedGraph, badges: ReadonlyMap<string, TaskBadge>): (readonly [string, TaskBadge])[] {
  if (badges.size === 0) return [];
  return folded.index.tasks.flatMap(({ id }) => {
    const hidden = (folded.groups.get(id)?.tasks ?? []).flatMap((task) => {
      const badge = badges.get(task);
      return badge === undefined ? [] : [{ task, badge }];
    });
    if (hidden.length === 0) return [];
    const severity = hidden.some(({ badge }) => badge.severity === "error") ? "error" : "warning";
    const lines = hidden.slice(0, listed).map(({ task, badge }) => `${task}: ${badge.text}`);
    const more = hidden.length > listed ? [t("and {{count}} more tasks", { count: hidden.length - listed })] : [];
    return [[id, { severity, text: [...lines, ...more].join("\n") }] as const];
  });
}
