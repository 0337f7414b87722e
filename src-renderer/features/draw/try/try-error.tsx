/** The error of a try; where a table was not found, the task that builds it and the dependency on it as one click. */
import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { DagAdvice } from "../../../../shared/contract/dags.ts";
import type { Attempt } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { MessageText } from "../../../ui/message-text.tsx";
import { connectAct } from "../draw-acts.ts";
import type { Drawing } from "../use-drawing.ts";
import { ErrorView } from "./error-view.tsx";
import styles from "./output.module.css";
import { missingTables } from "./try-facts.ts";
import type { Tries } from "./use-tries.ts";

type Missing = DagAdvice["missing"][number];

interface TryErrorProps {
  readonly drawing: Drawing;
  readonly tries: Tries;
  readonly taskId: string;
  readonly attempt: Attempt | null;
  readonly reason: string;
}

export function TryError({ drawing, tries, taskId, attempt, reason }: TryErrorProps): ReactNode {
  // What was added is missing no more: the way on stays where the finger is.
  const [added, setAdded] = useState<readonly Missing[]>([]);
  const found = missingTables(reason, taskId, [...added, ...drawing.advice.missing]);
  const byDep = new Map(found.missing.map((one) => [one.dep, one]));
  const add = (one: Missing): void => {
    if (drawing.perform(connectAct(one.dep, taskId))) setAdded([...added, one]);
  };
  const tryOn = (): void => {
    drawing.graph.current?.focus();
    tries.start("upTo", [taskId]);
  };
  const deps = drawing.index.byId.get(taskId)?.deps ?? [];
  const wayOut = [...byDep.values()].map((one) => (deps.includes(one.dep) ? <Added key={`${one.dep} added`} missing={one} onTry={tryOn} /> : <Proposed key={one.dep} missing={one} onAdd={() => add(one)} />));
  return <ErrorView attempt={attempt} reason={found.reason} wayOut={wayOut} />;
}

function Proposed({ missing: { task, dep, schema, table }, onAdd }: { missing: Missing; onAdd: () => void }): ReactNode {
  return (
    <p className={styles.wayOut}>
      <span>
        <MessageText text={t("Task `{{dep}}` builds {{table}}, but `{{task}}` does not run after it.", { dep, table: `${schema}.${table}`, task })} />
      </span>
      <Button size="compact-xs" variant="default" onClick={onAdd}>
        {t("Add dependency")}
      </Button>
    </p>
  );
}

function Added({ missing: { task, dep }, onTry }: { missing: Missing; onTry: () => void }): ReactNode {
  return (
    <p className={styles.wayOut} role="status">
      <span>
        <MessageText text={t("`{{task}}` now runs after `{{dep}}`.", { task, dep })} />
      </span>
      <Button size="compact-xs" variant="default" autoFocus onClick={onTry}>
        {t("Try up to here")}
      </Button>
    </p>
  );
}
