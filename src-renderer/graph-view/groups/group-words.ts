/** A group in words: for screen readers, tooltips and the foot of a folded one. Pure. */
import { t } from "../../strings/t.ts";
import { parseMarkdown, plainOf, wordsOf } from "../../ui/markdown.ts";
import { stateLook } from "../../ui/state-look.ts";
import type { GroupFacts } from "./fold-graph.ts";
import type { GroupStatus } from "./group-status.ts";

export function describeGroup(group: GroupFacts, status: GroupStatus | undefined, isFolded: boolean): string {
  const parts = [group.id, t("task group"), t("{{count}} tasks", { count: group.tasks.length }), isFolded ? t("folded") : t("open")];
  if (status) parts.push(countWords(status));
  return parts.join(", ");
}

/** `2 failed, 3 success`. */
export function countWords({ counts }: GroupStatus): string {
  return counts.map(([state, count]) => `${count} ${stateLook(state).word.toLowerCase()}`).join(", ");
}

/** Of a text in Markdown, the words of the first thing that it says. */
export function firstWords(doc: string | null): string | null {
  const [first] = doc === null ? [] : parseMarkdown(doc);
  if (first === undefined) return null;
  return first.kind === "list" ? plainOf(first.items[0] ?? []) : wordsOf(first);
}
