/** What a task runs after: the tasks that are named, and a search for one more. What would close a circle is refused with the reason. */
import { ActionIcon, Button, Select } from "@mantine/core";
import { X } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { edgeJudge } from "../../../../../shared/graph/refuse-edge.ts";
import { textsOf } from "../../../../../shared/dag-file/yaml-tree.ts";
import { rich } from "../../../../strings/rich.tsx";
import { t } from "../../../../strings/t.ts";
import { isMixed, nodeOf } from "../binding.ts";
import { useForm, type ControlProps } from "../form-context.ts";
import styles from "../forms.module.css";

export function DepsControl({ binding, id, label, describedBy, isInvalid }: ControlProps): ReactNode {
  const form = useForm();
  const { tasks, edited } = form;
  const why = useMemo(() => edgeJudge(tasks), [tasks]);
  const node = isMixed(binding) ? null : nodeOf(binding);
  const named = useMemo(() => textsOf(node), [node]);
  // A DAG may have thousands: the list is made when it changes, not with every letter typed elsewhere.
  const others = useMemo(() => {
    const taken = new Set([...named, ...edited]);
    return tasks.flatMap(({ id: other }) => (taken.has(other) ? [] : [other]));
  }, [tasks, named, edited]);
  const refusalOf = (from: string): string | null => edited.flatMap((to) => why(from, to)?.message ?? [])[0] ?? null;
  const [search, setSearch] = useState("");
  const add = (from: string): void => {
    const reason = refusalOf(from);
    if (reason !== null) return form.refuse(binding, reason);
    form.edit(binding, t("Connect {{from}} to", { from }), edited.map((to) => ({ kind: "connect", from, to })));
    // The next one is typed into an empty field.
    setSearch("");
  };
  return (
    <div className={styles.rows}>
      {isMixed(binding) && <span className="dw-dim">{t("The chosen tasks run after different tasks; one that is added is added to each.")}</span>}
      {named.length > 0 && (
        <ul className={styles.chips} aria-label={label}>
          {named.map((from, index) => (
            <li key={`${from}#${index}`} className={styles.chip}>
              <span className="dw-ellipsis">{from}</span>
              <ActionIcon variant="subtle" color="gray" size={18} aria-label={t("Remove {{from}}", { from })} disabled={form.isDisabled} onClick={() => form.edit(binding, t("Disconnect {{from}} from", { from }), edited.map((to) => ({ kind: "disconnect", from, to })))}>
                <X size={12} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Hints onAdd={add} />
      <Select
        {...{ id, searchable: true, disabled: form.isDisabled, error: isInvalid, "aria-label": t("Add to {{label}}", { label }), "aria-describedby": describedBy, placeholder: t("Find a task to run after"), limit: 50, value: null, nothingFoundMessage: t("No task has that in its id") }}
        data={others}
        searchValue={search}
        onSearchChange={setSearch}
        onChange={(from) => from !== null && add(from)}
        renderOption={({ option }) => <Option id={option.value} reason={refusalOf(option.value)} />}
      />
    </div>
  );
}

/** What the SQL of the one edited task asks for, and what it gives no reason for. */
function Hints({ onAdd }: { onAdd: (from: string) => void }): ReactNode {
  const { advice, edited, isDisabled } = useForm();
  const [task] = edited;
  if (edited.length !== 1) return null;
  const missing = advice.missing.filter((one) => one.task === task);
  const idle = advice.superfluous.filter((one) => one.task === task);
  return (
    <>
      {missing.map(({ dep, schema, table }) => (
        <div key={dep} className={styles.hint} role="note">
          <span>
            {rich("Reads {{schema}}, which {{dep}} builds.", { schema: <code>
              {schema}.{table}
            </code>, dep: <code>{dep}</code> })}
          </span>
          <Button size="compact-xs" variant="default" disabled={isDisabled} onClick={() => onAdd(dep)}>
            {t("Add dependency")}
          </Button>
        </div>
      ))}
      {idle.length > 0 && <p className="dw-dim">{t("Its SQL reads nothing that {{idle}} builds.", { idle: idle.map(({ dep }) => dep).join(", ") })}</p>}
    </>
  );
}

function Option({ id, reason }: { id: string; reason: string | null }): ReactNode {
  return (
    <span className={reason === null ? undefined : "dw-dim"}>
      {id}
      {reason !== null && <small className={styles.reason}>{reason}</small>}
    </span>
  );
}
