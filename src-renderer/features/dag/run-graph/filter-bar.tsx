/** What a person wants to see of a run's graph: by name and place, state, kind, group, how slow; and how many tasks that are. */
import { Button, Checkbox, NumberInput, SegmentedControl, TextInput } from "@mantine/core";
import { Search, X } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import type { TaskGroup } from "../../../../shared/model/dag-ui.ts";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import { TaskState } from "../../../../shared/model/states.ts";
import { asksForNothing, type FilterAnswer, noFilter, type TaskFilter } from "../../../../shared/run-view/task-filter.ts";
import { kindWord } from "../../../graph-view/task-status.ts";
import { t } from "../../../strings/t.ts";
import { stateLook } from "../../../ui/state-look.ts";
import type { GraphViewState } from "./graph-view-state.ts";
import { PickMenu } from "./pick-menu.tsx";
import styles from "./run-graph.module.css";

interface FilterBarProps {
  readonly state: GraphViewState;
  readonly onChange: (change: Partial<GraphViewState>) => void;
  readonly tasks: readonly GraphTask[];
  readonly groups: readonly TaskGroup[];
  readonly answer: FilterAnswer;
  /** Anew with each press of the key. */
  readonly asked: number;
}

const states = TaskState.options.map((value) => ({ value, label: stateLook(value).word }));
const ways = [
  { value: "dim", label: t("Dim") },
  { value: "hide", label: t("Hide") },
];

export function FilterBar({ state: { filter, isHiding }, onChange, tasks, groups, answer, asked }: FilterBarProps): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asked > 0) field.current?.select();
  }, [asked]);
  const set = (part: Partial<TaskFilter>): void => onChange({ filter: { ...filter, ...part } });
  const kinds = [...new Set(tasks.map(({ kind }) => kind))].map((value) => ({ value, label: kindWord(value) }));
  const onKeyDown = (event: KeyboardEvent): void => {
    // A list that is open below one of the buttons has an Escape of its own.
    if (event.key !== "Escape" || event.defaultPrevented || !(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
    event.stopPropagation();
    onChange(asksForNothing(filter) ? { isFiltering: false } : { filter: noFilter });
  };
  return (
    <div className={styles.bar} role="search" aria-label={t("Filter of the graph")} onKeyDown={onKeyDown}>
      <TextInput
        ref={field}
        size="xs"
        w={216}
        leftSection={<Search size={13} aria-hidden />}
        aria-label={t("Tasks to show")}
        placeholder={t("name, fact_*, +task, task+1")}
        title={t("Part of a name, or * for anything. +task with all before it, task+ with all after it, 2+task with two steps. A space joins, a comma wants both.")}
        value={filter.query}
        onChange={(event) => set({ query: event.currentTarget.value })}
      />
      <PickMenu label={t("State")} options={states} chosen={filter.states} onChoose={(chosen) => set({ states: chosen.flatMap((each) => TaskState.safeParse(each).data ?? []) })} />
      <PickMenu label={t("Kind")} options={kinds} chosen={filter.kinds} onChoose={(chosen) => set({ kinds: chosen })} />
      <PickMenu label={t("Group")} options={groups.map(({ id }) => ({ value: id, label: id }))} chosen={filter.groups} onChoose={(chosen) => set({ groups: chosen })} />
      <Checkbox size="xs" label={t("Failed and blocked")} title={t("What failed, and what did not run because of it")} checked={filter.isFailedOnly} onChange={(event) => set({ isFailedOnly: event.currentTarget.checked })} />
      <label className={styles.field}>
        {t("Slower than")}
        <NumberInput size="xs" w={84} min={0} step={1} hideControls suffix={` ${t("s")}`} decimalScale={3} aria-label={t("Slower than, in seconds")} value={filter.slowerThanMs === null ? "" : filter.slowerThanMs / 1_000} onChange={(value) => set({ slowerThanMs: typeof value === "number" ? Math.max(0, value * 1_000) : null })} />
      </label>
      <SegmentedControl size="xs" data={ways} value={isHiding ? "hide" : "dim"} onChange={(value) => onChange({ isHiding: value === "hide" })} aria-label={t("What does not match")} />
      <span className={styles.said} role="status" data-filter-count>
        {t("{{found}} of {{count}} tasks", { found: answer.ids.size, count: tasks.length })}
        {answer.unmatched.length > 0 && <span className={styles.unmatched}> {t("No task fits “{{words}}”", { words: answer.unmatched.slice(0, 3).join("”, “") })}</span>}
      </span>
      <Button size="compact-xs" variant="subtle" color="gray" aria-label={t("Clear the filter")} leftSection={<X size={12} aria-hidden />} onClick={() => onChange({ filter: noFilter, isFiltering: false })}>
        {t("Clear")}
      </Button>
    </div>
  );
}
