/** Looking at a graph: which node or frame is the current one. Tasks are the caller's to select; groups are current only here. */
import { useCallback, useState } from "react";
import { isFramed, type FoldedGraph } from "./fold-graph.ts";

export interface ReadingInput {
  readonly selected: string | null;
  readonly onSelect: (taskId: string | null) => void;
  readonly onOpen: (taskId: string) => void;
  readonly onFold: (group: string, isFolded: boolean) => void;
}

export interface Reading {
  /** What is drawn for the selected task, or the group that is current. */
  readonly active: string | null;
  readonly select: (id: string | null) => void;
  readonly open: (id: string) => void;
  /** The group is the current one then. */
  readonly fold: (group: string, isFolded: boolean) => void;
  /** The current group, or the one around the current task. */
  readonly toggleFold: () => void;
}

export function useReading(folded: FoldedGraph, { selected, onSelect, onOpen, onFold }: ReadingInput): Reading {
  const [group, setGroup] = useState<string | null>(null);
  const current = group === null ? null : folded.shownFor(group);
  const active = selected === null ? current : folded.shownFor(selected);

  const select = useCallback(
    (id: string | null) => {
      const isGroup = id !== null && folded.groups.has(id);
      setGroup(isGroup ? id : null);
      if (!isGroup || selected !== null) onSelect(isGroup ? null : id);
    },
    [folded, selected, onSelect],
  );
  const open = useCallback((id: string) => (folded.groups.has(id) ? onFold(id, isFramed(folded, id)) : onOpen(id)), [folded, onFold, onOpen]);
  const fold = useCallback(
    (id: string, isFolded: boolean) => {
      setGroup(id);
      onFold(id, isFolded);
    },
    [onFold],
  );
  const toggleFold = useCallback(() => {
    const at = active === null ? null : folded.groups.has(active) ? active : (folded.parents.get(active) ?? null);
    if (at !== null) fold(at, isFramed(folded, at));
  }, [active, folded, fold]);
  return { active, select, open, fold, toggleFold };
}
