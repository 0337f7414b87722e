/** The draft of a run: what was typed, what is wrong with it, and sending it. */
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { StartRun } from "../../../../shared/contract/runs.ts";
import type { Dag } from "../../../../shared/model/dag.ts";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { dateFieldOf, firstFields, readDraft, refusalOf } from "./run-draft.ts";
import type { FieldValue } from "./param-form.ts";

export function useRunForm(dag: Dag, { tasks: firstTasks, again }: { tasks: readonly string[]; again: RunSummary | undefined }, onStarted: (run: RunSummary) => void) {
  const [fields, setFields] = useState<Readonly<Record<string, FieldValue>>>(() => firstFields(dag, again?.params ?? {}));
  const [conf, setConf] = useState(() => (again === undefined ? "{}" : JSON.stringify(again.conf, null, 2)));
  const [logicalDate, setLogicalDate] = useState(() => (again === undefined ? "" : dateFieldOf(again.logicalDate)));
  const [tasks, setTasks] = useState<readonly string[]>(firstTasks);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const draft = useMemo(() => readDraft(dag, { fields, conf, logicalDate, tasks }, again), [dag, fields, conf, logicalDate, tasks, again]);
  const rpc = useRpc();
  const start = useMutation({ mutationFn: (input: StartRun) => rpc.runs.start.call(input), onSuccess: onStarted });
  const refusal = start.error ? refusalOf(toFailure(start.error), Object.keys(dag.params)) : null;

  function change(field: string, set: () => void): void {
    set();
    setTouched((before) => new Set([...before, field]));
    if (start.error) start.reset();
  }

  return {
    fields,
    conf,
    logicalDate,
    tasks,
    touched,
    starting: start.isPending,
    /** By field: `params.name`, `conf`, `logicalDate`, `tasks`. */
    problems: { ...draft.problems, ...refusal?.problems } as Readonly<Record<string, string>>,
    /** What the engine said that belongs to no field. */
    failure: refusal?.message ?? null,
    setField: (name: string, value: FieldValue) => change(`params.${name}`, () => setFields((before) => ({ ...before, [name]: value }))),
    setConf: (text: string) => change("conf", () => setConf(text)),
    setLogicalDate: (text: string) => change("logicalDate", () => setLogicalDate(text)),
    setTasks: (ids: readonly string[]) => change("tasks", () => setTasks(ids)),
    submit: () => {
      if (Object.keys(draft.problems).length === 0) start.mutate(withMoment(draft.input));
    },
  };
}

/** An emptied date is the moment of the start, not the date of the run that is repeated. */
function withMoment(input: StartRun): StartRun {
  return input.again === undefined || input.logicalDate !== undefined ? input : { ...input, logicalDate: Date.now() };
}
