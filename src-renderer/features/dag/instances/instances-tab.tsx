/** The instances of a mapped task: found by state and name, opened one by one, acted on many at once. Only rows in view are drawn. */
import { TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { TaskInstance } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount } from "../../../ui/format.ts";
import { MappedBar } from "../../../ui/mapped-counts.tsx";
import { extended, noneChosen, toggled, withAll } from "../../../ui/row-choice.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { DurationText } from "../../../ui/time-text.tsx";
import { VirtualTable, type VirtualColumn } from "../../../ui/virtual-table.tsx";
import { InstanceChoice } from "./instance-choice.tsx";
import { listedInstances, statesOf, type InstanceFilter } from "./instance-filter.ts";
import styles from "./instances.module.css";
import { StateFilter } from "./state-filter.tsx";
import { useInstances, type InstancesOf } from "./use-instances.ts";

export interface InstancesTabProps {
  readonly of: InstancesOf;
  readonly filter: InstanceFilter;
  readonly onFilter: (filter: InstanceFilter) => void;
  /** The one that was looked at last: where the list begins. */
  readonly last: string | null;
  /** Why nothing may be done to them; null when it may. */
  readonly whyNot: string | null;
  /** There is room for more columns. */
  readonly isWide: boolean;
  readonly onOpen: (taskId: string) => void;
}

const keyOf = ({ taskId }: TaskInstance): string => taskId;

export function InstancesTab({ of, filter, onFilter, last, whyNot, isWide, onOpen }: InstancesTabProps): ReactNode {
  const { instances, failure, retry } = useInstances(of);
  const [chosen, setChosen] = useState(noneChosen);
  const listed = useMemo(() => listedInstances(instances ?? [], filter), [instances, filter]);
  const states = useMemo(() => statesOf(instances ?? []), [instances]);
  const ids = useMemo(() => listed.map(keyOf), [listed]);
  if (instances === null) return failure === null ? <SkeletonRows rows={10} label={t("Reading the instances")} /> : <ErrorState title={t("The instances could not be read")} failure={failure} onRetry={retry} />;
  if (instances.length === 0) return <EmptyState title={t("No instances yet")}>{t("The task makes them from its `expand` once what it needs has ended. If there is nothing to expand over, it is skipped.")}</EmptyState>;
  const choice = { has: (key: string) => chosen.keys.has(key), choose: (key: string, range: boolean) => setChosen((before) => (range ? extended(before, key, ids) : toggled(before, key))), nameOf: (key: string) => key };
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <MappedBar counts={states.filter(([state]) => state !== "removed")} wide />
        <StateFilter states={states} chosen={filter.state} onChoose={(state) => onFilter({ ...filter, state })} />
        <TextInput className={styles.search ?? ""} leftSection={<Search size={13} />} placeholder={t("Name or #index")} aria-label={t("Filter instances")} value={filter.text} onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })} />
        <span className={listed.length === instances.length ? styles.unseen : "dw-dim dw-num"} role="status">
          {listed.length === instances.length ? t("{{count}} instances", { count: instances.length }) : t("{{rows}} of {{count}} instances", { rows: formatCount(listed.length), count: instances.length })}
        </span>
      </div>
      {chosen.keys.size > 0 && <InstanceChoice of={of} chosen={[...chosen.keys]} listed={ids} whyNot={whyNot} onAll={() => setChosen((before) => withAll(before, ids))} onNone={() => setChosen(noneChosen)} />}
      {listed.length === 0 ? (
        <EmptyState title={t("No instance matches")}>{t("Choose another state, or take the text away.")}</EmptyState>
      ) : (
        <VirtualTable label={t("Instances of {{taskId}}", { taskId: of.taskId })} items={listed} columns={isWide ? withReason : columns} keyOf={keyOf} choice={choice} startKey={last} onOpen={(instance) => onOpen(instance.taskId)} {...(filter.order === null ? {} : { sort: filter.order })} onSort={(order) => onFilter({ ...filter, order })} />
      )}
    </div>
  );
}

const columns: VirtualColumn<TaskInstance>[] = [
  { key: "index", head: t("Index"), width: "52px", align: "end", sortable: true, cell: ({ mapIndex }) => <span className="dw-num">{mapIndex}</span> },
  { key: "name", head: t("Name"), width: "minmax(72px, 2fr)", sortable: true, cell: ({ label }) => <span className="dw-ellipsis" title={label}>{label}</span> },
  { key: "state", head: t("State"), width: "minmax(112px, 0.8fr)", sortable: true, cell: ({ state, reason }) => <StateBadge state={state} {...(reason === null ? {} : { detail: reason })} /> },
  { key: "try", head: t("Try"), width: "46px", align: "end", sortable: true, cell: ({ tryNumber, maxTries }) => <span className="dw-num">{tryNumber === 0 ? "–" : t("{{tryNumber}} of {{maxTries}}", { tryNumber, maxTries })}</span> },
  { key: "duration", head: t("Duration"), width: "66px", align: "end", sortable: true, cell: ({ startedAt, endedAt }) => <DurationText startedAt={startedAt} endedAt={endedAt} /> },
];

/** Beside the graph there is no room for it: there the state says it when it is pointed at, and the instance itself. */
const withReason: typeof columns = [...columns, { key: "why", head: t("Reason"), width: "minmax(90px, 1.6fr)", cell: ({ reason }) => <span className="dw-dim dw-ellipsis" title={reason ?? undefined}>{reason ?? ""}</span> }];
