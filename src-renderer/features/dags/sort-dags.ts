/** Search, tags and order of the DAG list. Pure. */
import type { DagSummary } from "../../../shared/contract/dags.ts";
import type { SortOrder } from "../../ui/virtual-table.tsx";

export interface DagFilter {
  readonly text: string;
  /** A DAG must wear all of them. */
  readonly tags: readonly string[];
}

export function filterDags(dags: readonly DagSummary[], { text, tags }: DagFilter): DagSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return dags.filter((dag) => {
    const hay = `${dag.dagId} ${dag.file} ${dag.owner ?? ""} ${dag.tags.join(" ")} ${dag.scheduleWords ?? ""}`.toLowerCase();
    return tags.every((tag) => dag.tags.includes(tag)) && words.every((word) => hay.includes(word));
  });
}

export function sortDags(dags: readonly DagSummary[], order: SortOrder): DagSummary[] {
  const direction = order.descending ? -1 : 1;
  const compare = comparisons[order.key] ?? byName;
  return [...dags].sort((a, b) => direction * compare(a, b) || byName(a, b));
}

type Compare = (a: DagSummary, b: DagSummary) => number;

const byName: Compare = (a, b) => a.dagId.localeCompare(b.dagId, "en");
const comparisons: Readonly<Record<string, Compare>> = {
  name: byName,
  owner: (a, b) => (a.owner ?? "").localeCompare(b.owner ?? "", "en"),
  file: (a, b) => a.file.localeCompare(b.file, "en"),
  next: (a, b) => (a.nextRunAt ?? Number.MAX_SAFE_INTEGER) - (b.nextRunAt ?? Number.MAX_SAFE_INTEGER),
  last: (a, b) => (a.lastRuns[0]?.queuedAt ?? 0) - (b.lastRuns[0]?.queuedAt ?? 0),
  problems: (a, b) => a.errors + (a.circles ?? 0) - b.errors - (b.circles ?? 0) || a.warnings - b.warnings,
};

export function allTags(dags: readonly DagSummary[]): string[] {
  return [...new Set(dags.flatMap((dag) => dag.tags))].sort((a, b) => a.localeCompare(b, "en"));
}
