/** A TriggerDagTask: what is wrong with it beyond its shape, and what it means. */
import type { TriggerSpec } from "../model/trigger.ts";
import { endStates } from "../model/sensor.ts";
import { suggestion } from "./did-you-mean.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { parseMoment } from "./parse-moment.ts";
import type { Report } from "./report.ts";
import { triggerBuiltIn } from "./trigger-schema.ts";
import { child, spanAt, textOf, textsOf, toPlain, type TreeNode } from "./yaml-tree.ts";

interface TriggerContext {
  readonly root: TreeNode;
  readonly report: Report;
}

const hasTemplate = (text: string): boolean => text.includes("{{") || text.includes("{%");

export function checkTrigger(node: TreeNode, path: FieldPath, context: TriggerContext): void {
  const { root, report } = context;
  checkStates(node, path, context);
  const say = (key: string, code: string, message: string): void => report.add({ code, message: `\`${formatPath([...path, key])}\`: ${message}`, span: spanAt(root, [...path, key]), path: [...path, key] });
  const date = textOf(child(node, "logical_date"));
  if (date !== null && !hasTemplate(date) && !isInstant(date)) say("logical_date", "dag/invalid-date", `found "${date.slice(0, 60)}"; expected an instant such as 2026-01-31T06:00, or a template.`);
  const conf = textOf(child(node, "conf"));
  if (conf !== null && !hasTemplate(conf)) say("conf", "dag/invalid-value", `found "${conf.slice(0, 60)}"; expected a mapping such as {user_id: '{{ conf.user_id }}'}, or a template that renders to one.`);
  if (isTrue(child(node, "reset_dag_run")) && isTrue(child(node, "skip_when_already_exists"))) say("skip_when_already_exists", "dag/conflict", "a run that is there already can be run again (`reset_dag_run`) or skipped, not both. Keep one.");
  const dag = textOf(child(node, "trigger_dag"));
  if (dag !== null && dag === textOf(child(root, "dag")) && isTrue(child(node, "wait_for_completion"))) say("trigger_dag", "dag/cycle", `task \`${String(path.at(-1))}\` starts a run of its own DAG and waits for it, which starts the next, without end. Name another DAG, or do not wait for it.`);
}

function checkStates(node: TreeNode, path: FieldPath, { root, report }: TriggerContext): void {
  const known: readonly string[] = endStates.run;
  const seen = new Set<string>();
  for (const key of ["allowed_states", "failed_states"]) {
    const at = [...path, key];
    for (const state of textsOf(child(node, key))) {
      if (!known.includes(state)) report.add({ code: "dag/invalid-value", message: `\`${formatPath(at)}\`: found \`${state.slice(0, 60)}\`; expected states in which a run has ended: ${known.join(", ")}.${suggestion(state, known)}`, span: spanAt(root, at), path: at });
      else if (seen.has(state)) report.add({ code: "dag/conflict", message: `\`${formatPath(at)}\`: \`${state}\` is among \`allowed_states\` too; a state ends the wait well or fails it.`, span: spanAt(root, at), path: at });
      seen.add(state);
    }
  }
}

/** Called only with what the checks above and the schema have accepted. */
export function readTrigger(node: TreeNode | null): TriggerSpec {
  const conf = child(node, "conf");
  const allowed = child(node, "allowed_states");
  const failed = child(node, "failed_states");
  const allowedStates = allowed === null ? triggerBuiltIn.allowed_states.filter((state) => !textsOf(failed).includes(state)) : textsOf(allowed);
  return {
    dag: textOf(child(node, "trigger_dag")) ?? "",
    runId: textOf(child(node, "trigger_run_id")),
    conf: conf === null ? {} : conf.kind === "map" ? Object(toPlain(conf)) : (textOf(conf) ?? ""),
    logicalDate: textOf(child(node, "logical_date")),
    waitForCompletion: isTrue(child(node, "wait_for_completion")),
    allowedStates: [...allowedStates],
    failedStates: failed === null ? triggerBuiltIn.failed_states.filter((state) => !allowedStates.includes(state as never)) : textsOf(failed),
    whenExists: isTrue(child(node, "reset_dag_run")) ? "reset" : isTrue(child(node, "skip_when_already_exists")) ? "skip" : "fail",
  };
}

/** A time of day is no logical date. */
function isInstant(text: string): boolean {
  return parseMoment(text) !== null && /\d{4}-\d{2}-\d{2}/.test(text);
}

function isTrue(node: TreeNode | null): boolean {
  return node?.kind === "scalar" && /^(?:true|yes|on)$/i.test(node.source);
}
