/** The line above the grid: which tasks, and behind a button which runs, kinds and states. */
import { Button, MultiSelect, Popover, TextInput } from "@mantine/core";
import { ListFilter, Search } from "lucide-react";
import { memo, type ReactNode } from "react";
import { RunState, TaskState } from "../../../../shared/model/states.ts";
import { kindWord } from "../../../graph-view/task-status.ts";
import { t } from "../../../strings/t.ts";
import { runTypeWords } from "../../../ui/model-words.ts";
import { stateLook } from "../../../ui/state-look.ts";
import { countOfFilters, gridRunTypes, noGridFilter, type GridFilter } from "./grid-filter.ts";
import styles from "./grid.module.css";

export interface GridFiltersProps {
  readonly filter: GridFilter;
  readonly onChange: (filter: GridFilter) => void;
  readonly kinds: readonly string[];
  /** How much of what is shown. */
  readonly said: string;
  /** Parts of the query that name nothing. */
  readonly unmatched: readonly string[];
}

const any = (chosen: readonly string[]): string => (chosen.length === 0 ? t("Any") : "");

export const GridFilters = memo(function GridFilters({ filter, onChange, kinds, said, unmatched }: GridFiltersProps): ReactNode {
  const change = (part: Partial<GridFilter>): void => onChange({ ...filter, ...part });
  const count = countOfFilters(filter);
  const pick = <T extends string>(all: readonly T[], chosen: readonly string[]): T[] => all.filter((each) => chosen.includes(each));
  return (
    <div className={styles.tools}>
      <TextInput
        size="xs"
        leftSection={<Search size={13} aria-hidden />}
        placeholder={t("Tasks, such as load or +load+")}
        aria-label={t("Filter tasks")}
        title={t("Part of a name, a pattern such as load_*, +load for what it depends on too, load+ for what depends on it; a space joins")}
        value={filter.query}
        error={unmatched.length > 0}
        w={240}
        onChange={(event) => change({ query: event.currentTarget.value })}
      />
      <Popover position="bottom-start" shadow="md" width={340} trapFocus returnFocus withinPortal>
        <Popover.Target>
          <Button size="compact-sm" variant={count > 0 ? "light" : "default"} leftSection={<ListFilter size={13} aria-hidden />}>
            {count > 0 ? t("Filters ({{count}})", { count }) : t("Filters")}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <div className={styles.filters} role="group" aria-label={t("Filters of the grid")}>
            <MultiSelect size="xs" label={t("Run state")} placeholder={any(filter.runStates)} data={RunState.options.map((state) => ({ value: state, label: stateLook(state).word }))} value={[...filter.runStates]} onChange={(chosen) => change({ runStates: pick(RunState.options, chosen) })} searchable clearable openOnFocus={false} comboboxProps={{ withinPortal: false }} />
            <MultiSelect size="xs" label={t("Run type")} placeholder={any(filter.runTypes)} data={gridRunTypes.map((type) => ({ value: type, label: runTypeWords[type] }))} value={[...filter.runTypes]} onChange={(chosen) => change({ runTypes: pick(gridRunTypes, chosen) })} searchable clearable openOnFocus={false} comboboxProps={{ withinPortal: false }} />
            <div className={styles.dates}>
              <TextInput size="xs" type="date" label={t("Runs from")} value={filter.from} max={filter.to || undefined} onChange={(event) => change({ from: event.currentTarget.value })} />
              <TextInput size="xs" type="date" label={t("to")} value={filter.to} min={filter.from || undefined} onChange={(event) => change({ to: event.currentTarget.value })} />
            </div>
            <MultiSelect size="xs" label={t("Kind of task")} placeholder={any(filter.kinds)} data={kinds.map((kind) => ({ value: kind, label: kindWord(kind) }))} value={[...filter.kinds]} onChange={(chosen) => change({ kinds: chosen })} searchable clearable openOnFocus={false} comboboxProps={{ withinPortal: false }} />
            <MultiSelect size="xs" label={t("State of the task, in any shown run")} placeholder={any(filter.taskStates)} data={TaskState.options.map((state) => ({ value: state, label: stateLook(state).word }))} value={[...filter.taskStates]} onChange={(chosen) => change({ taskStates: pick(TaskState.options, chosen) })} searchable clearable openOnFocus={false} comboboxProps={{ withinPortal: false }} />
          </div>
        </Popover.Dropdown>
      </Popover>
      {(count > 0 || filter.query !== "") && (
        <Button size="compact-sm" variant="subtle" onClick={() => onChange(noGridFilter)}>
          {t("Clear filters")}
        </Button>
      )}
      <span className={styles.said} role="status">
        {unmatched.length > 0 ? t("No task is named {{names}}", { names: unmatched.join(", ") }) : said}
      </span>
    </div>
  );
});
