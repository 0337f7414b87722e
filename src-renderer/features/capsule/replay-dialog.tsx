/** Replaying a run from one of its tasks: what runs, what stands in for the rest, what has to be given, and the code that a person has to have seen. */
import { Button, Checkbox, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { ReplayPlan } from "../../../shared/contract/capsules.ts";
import { navigate } from "../../app/route.ts";
import { CodeBlock } from "../../code-view/code-block.tsx";
import type { CodeLanguage } from "../../code-view/highlight.ts";
import { toFailure, type Failure } from "../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import styles from "./capsule.module.css";
import { exampleChanges, readGiven, type Given } from "./replay-values.ts";

interface RunName {
  readonly dagId: string;
  readonly runId: string;
  readonly source?: string | undefined;
}

interface ReplayProps {
  readonly run: RunName;
  readonly taskId: string;
  readonly onClose: () => void;
}

export function ReplayDialog(props: ReplayProps): ReactNode {
  const { run, taskId, onClose } = props;
  const plan = useQuery({ ...useRpc().capsules.replayPlan.queryOptions({ input: { ...run, taskId } }), staleTime: 0, gcTime: 0 });
  return (
    <Dialog title={t("Replay from {{taskId}}", { taskId })} size={720} onClose={onClose}>
      {plan.error ? (
        <ErrorState title={t("This run cannot be replayed")} failure={toFailure(plan.error)} onRetry={() => void plan.refetch()} />
      ) : plan.data === undefined ? (
        <SkeletonRows rows={8} label={t("Looking at what would run")} />
      ) : (
        <Asking {...props} plan={plan.data} />
      )}
    </Dialog>
  );
}

function Asking({ run, taskId, plan, onClose }: ReplayProps & { plan: ReplayPlan }): ReactNode {
  const client = useEngineClient();
  const [given, setGiven] = useState<Given>({ params: {}, conf: {}, changes: "" });
  const [isSeen, setSeen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const read = readGiven(plan, given);
  const mayStart = plan.trouble === null && read.ok && (isSeen || !plan.isForeign);
  const start = async (): Promise<void> => {
    if (!read.ok) return;
    setBusy(true);
    setFailure(null);
    try {
      const { run: made } = await client.capsules.replay({ ...run, taskId, params: read.params, conf: read.conf, isCodeSeen: isSeen });
      onClose();
      navigate({ page: "run", dagId: made.dagId, runId: made.runId });
    } catch (thrown) {
      setBusy(false);
      setFailure(toFailure(thrown));
    }
  };
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (mayStart) void start();
      }}
    >
      <p>{t("{{count}} tasks run again as a try of the DAG as it was then. Nothing is published; Python and Bash run for real.", { count: plan.tasks.length })}</p>
      {(failure !== null || plan.trouble !== null) && (
        <p role="alert" className={styles.failure}>
          {failure?.message ?? t("This cannot be replayed here: {{trouble}}", { trouble: plan.trouble ?? "" })}
        </p>
      )}
      <StandIns plan={plan} />
      <Values plan={plan} given={given} onGiven={setGiven} problem={read.ok ? null : read.problem} />
      <fieldset className={styles.part}>
        <legend>{t("What runs")}</legend>
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("Code of the tasks")}>
          {plan.tasks.map((task) => (
            <div key={task.taskId}>
              <strong>{task.taskId}</strong> <span className="dw-dim">{task.kind}</span>
              {task.code.map((code) => (
                <CodeBlock key={code.name} name={code.isMasked ? t("{{name}} (something in it was masked)", { name: code.name }) : code.name} text={code.text} language={languageOf(code.name)} />
              ))}
            </div>
          ))}
        </div>
        {plan.isForeign && <Checkbox size="xs" label={t("I have looked at this code, which came with the capsule, and want to run it here")} checked={isSeen} onChange={(event) => setSeen(event.currentTarget.checked)} />}
      </fieldset>
      <div className={styles.foot}>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        <Button size="compact-sm" type="submit" disabled={!mayStart} loading={isBusy}>
          {t("Replay {{count}} tasks", { count: plan.tasks.length })}
        </Button>
      </div>
    </form>
  );
}

function StandIns({ plan: { standIns, missing } }: { plan: ReplayPlan }): ReactNode {
  if (standIns.length === 0 && missing.length === 0) return null;
  return (
    <fieldset className={styles.part}>
      <legend>{t("What stands in for the tasks before")}</legend>
      <ul className={styles.points}>
        {standIns.map(({ taskId, table, rows, totalRows, isCut, masked, xcoms }) => (
          <li key={`${taskId} ${table ?? ""}`}>
            <strong>{taskId}</strong>{" "}
            {[
              table,
              rows === null ? null : isCut && totalRows !== null ? t("{{rows}} of {{totalRows}} rows", { rows, totalRows }) : t("{{count}} rows", { count: rows }),
              masked.length === 0 ? null : t("masked: {{columns}}", { columns: masked.join(", ") }),
              xcoms === 0 ? null : t("{{count}} values (XCom)", { count: xcoms }),
            ]
              .filter((part) => part !== null)
              .join(" · ")}
          </li>
        ))}
        {missing.map(({ taskId, table, why }) => (
          <li key={`${taskId} ${table}`}>
            <strong>{taskId}</strong> {t("{{table}} is not there: {{why}}. A task that reads it fails.", { table, why })}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function Values({ plan, given, onGiven, problem }: { plan: ReplayPlan; given: Given; onGiven: (given: Given) => void; problem: string | null }): ReactNode {
  const known = JSON.stringify(plan.params);
  return (
    <>
      {plan.maskedParams.map((name) => (
        <TextInput key={`p-${name}`} size="xs" required label={t("Param {{name}}, which was masked", { name })} value={given.params[name] ?? ""} onChange={(event) => onGiven({ ...given, params: { ...given.params, [name]: event.currentTarget.value } })} />
      ))}
      {plan.maskedConf.map((name) => (
        <TextInput key={`c-${name}`} size="xs" required label={t("Conf {{name}}, which was masked", { name })} value={given.conf[name] ?? ""} onChange={(event) => onGiven({ ...given, conf: { ...given.conf, [name]: event.currentTarget.value } })} />
      ))}
      {Object.keys(plan.params).length > 0 && (
        <Textarea size="xs" label={t("Other values of params, as JSON")} description={t("The run had {{params}}", { params: known.length > 300 ? `${known.slice(0, 300)}…` : known })} placeholder={exampleChanges} autosize minRows={1} maxRows={6} spellCheck={false} error={problem} value={given.changes} onChange={(event) => onGiven({ ...given, changes: event.currentTarget.value })} />
      )}
    </>
  );
}

function languageOf(name: string): CodeLanguage {
  if (name === "python" || name.endsWith(".py")) return "python";
  return name === "bash" || name.endsWith(".sh") ? "shell" : "sql";
}
