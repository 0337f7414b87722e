/** Turns "try n of this TriggerDagTask" into which run is to be started, with what: templates rendered, nothing started. */
import { parseExactJson } from "../../../shared/base/exact-json.ts";
import { instantOfMoment, parseMoment } from "../../../shared/dag-file/parse-moment.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { TriggerDagTask } from "../../../shared/model/dag.ts";
import type { TriggerSpec } from "../../../shared/model/trigger.ts";
import type { FieldWriter, PlanSubject } from "../attempt-plan.ts";
import type { WatchPlan } from "./watch-plan.ts";

/** The run that a try starts, as it is rendered. */
export interface TriggerLookout {
  readonly kind: "trigger";
  readonly dag: string;
  readonly runId: string | null;
  readonly conf: Readonly<Record<string, unknown>>;
  readonly logicalDate: number | null;
  readonly spec: Pick<TriggerSpec, "waitForCompletion" | "allowedStates" | "failedStates" | "whenExists">;
  /** A try of the editor starts nothing. */
  readonly isTrial: boolean;
}

/** Nothing is looked at by a clock: the engine's own events tell. */
const pace = { pokeMs: 60_000, isBackingOff: false, maxWaitMs: null };

export function planTrigger(subject: PlanSubject, task: TriggerDagTask, writer: FieldWriter): WatchPlan {
  const { trigger } = task;
  const shown = (name: string, template: string): string => writer.text(name, { kind: "inline", text: template });
  const dag = shown("trigger_dag", trigger.dag).trim();
  if (dag === "") throw new AppError("input/invalid", `Task "${task.id}", trigger_dag: found nothing; expected the id of a DAG.`, { field: "trigger_dag" });
  const lookout: TriggerLookout = {
    kind: "trigger",
    dag,
    runId: trigger.runId === null ? null : shown("trigger_run_id", trigger.runId),
    conf: confOf(subject, trigger.conf, shown),
    logicalDate: trigger.logicalDate === null ? null : dateOf(subject, shown("logical_date", trigger.logicalDate)),
    spec: trigger,
    isTrial: subject.trial !== undefined,
  };
  if (writer.hidden.length > 0) throw new AppError("input/invalid", `Task "${task.id}": a template of it names a secret, and what a run is started with is stored and shown; let the tasks of ${dag} read the secret themselves.`, { field: "conf" });
  const words = lookout.runId === null ? `a run of ${dag}` : `run ${lookout.runId} of ${dag}`;
  return { kind: "watch", lookout, waitsFor: trigger.waitForCompletion ? `${words} that it starts to be ${trigger.allowedStates.join(" or ")}` : `${words} to be started`, pace: { ...pace, timeoutMs: task.timeoutMs }, logPath: subject.logPath, rendered: writer.fields };
}

type Shown = (name: string, template: string) => string;

function confOf(subject: PlanSubject, conf: TriggerSpec["conf"], shown: Shown): Readonly<Record<string, unknown>> {
  if (typeof conf !== "string") return Object.fromEntries(Object.entries(conf).map(([name, value]) => [name, rendered(value, `conf.${name}`, shown)]));
  const text = shown("conf", conf);
  // Who previews the templates wants to see them, whatever they say.
  if (subject.onTemplate !== undefined) return {};
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new AppError("input/invalid", `Task "${subject.task.id}", conf: the template gave "${text.slice(0, 60)}"; expected a JSON object, such as {{ conf | tojson }} gives.`, { field: "conf" });
  return { ...value };
}

function parsed(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return null;
  }
}

function rendered(value: unknown, name: string, shown: Shown): unknown {
  if (typeof value === "string") return shown(name, value);
  if (Array.isArray(value)) return value.map((one, index) => rendered(one, `${name}[${index}]`, shown));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rendered(one, `${name}.${key}`, shown)]));
}

function dateOf({ dag, task, instants, onTemplate }: PlanSubject, text: string): number | null {
  const moment = /^\s*\d{4}-\d{2}-\d{2}/.test(text) ? parseMoment(text.trim()) : null;
  if (moment !== null) return instantOfMoment(moment, instants.begunAt, dag.timezone);
  if (onTemplate !== undefined) return null;
  throw new AppError("input/invalid", `Task "${task.id}", logical_date: found "${text.slice(0, 60)}"; expected an instant such as 2026-01-31T06:00.`, { field: "logical_date" });
}
