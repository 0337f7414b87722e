/** The draft of a run: what was typed, what is wrong with it, and sending it. */
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { StartRun } from "../../../../shared/contract/runs.ts";
import type { Dag } from "../../../../shared/model/dag.ts";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { readDraft, refusalOf } from "./run-draft.ts";
import { fieldOf, type FieldValue } from "./param-form.ts";

export function useRunForm(dag: Dag, firstTasks: readonly string[], onStarted: (run: RunSummary) => void) {
  const [fields, setFields] = useState<Readonly<Record<string, FieldValue>>>(() => Object.fromEntries(Object.entries(dag.params).map(([name, spec]) => [name, fieldOf(spec, spec.default)])));
  const [conf, setConf] = useState("{}");
  const [logicalDate, setLogicalDate] = useState("");
  const [tasks, setTasks] = useState<readonly string[]>(firstTasks);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const draft = useMemo(() => readDraft(dag, { fields, conf, logicalDate, tasks }), [dag, fields, conf, logicalDate, tasks]);
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
      if (Object.keys(draft.problems).length === 0) start.mutate(draft.input);
    },
  };
}
