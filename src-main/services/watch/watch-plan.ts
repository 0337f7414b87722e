/** Turns "try n of this sensor" into what is looked at, how often and how long: templates rendered, moments made instants. Looks at nothing. */
import { byteWords } from "../../../shared/base/byte-words.ts";
import { durationWords } from "../../../shared/base/duration.ts";
import { instantOfMoment, parseMoment } from "../../../shared/dag-file/parse-moment.ts";
import { pathInside } from "../../../shared/dag-file/workspace-path.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { SensorTask } from "../../../shared/model/dag.ts";
import type { RenderedField } from "../../../shared/model/run.ts";
import { awaitedTasks, type DagRunCondition, type FileCondition } from "../../../shared/model/sensor.ts";
import { hasTemplate } from "../../core/template-marks.ts";
import type { ConnectionSpec } from "../../ports/sql-host.ts";
import type { HttpWork } from "../http-work.ts";
import { httpWorkOf } from "../plan-http.ts";
import type { FieldWriter, PlanParts, PlanSubject } from "../attempt-plan.ts";
import type { TriggerLookout } from "./trigger-plan.ts";

/** What is looked at. Paths are relative to the workspace. */
export type Lookout =
  | FileCondition
  | { readonly kind: "time"; readonly at: number }
  | { readonly kind: "sql"; readonly sql: string; readonly connection: ConnectionSpec }
  | { readonly kind: "http"; readonly work: HttpWork }
  | TriggerLookout
  | (Omit<DagRunCondition, "task" | "tasks"> & { /** None: the whole run. */ readonly tasks: readonly string[]; readonly logicalDate: number; /** A state that fails it skips it. */ readonly isSoft: boolean });

type SensorLookout = Exclude<Lookout, TriggerLookout>;

export interface WatchPlan {
  readonly kind: "watch";
  readonly lookout: Lookout;
  /** The end of a sentence that begins "It waits for". */
  readonly waitsFor: string;
  readonly pace: WatchPace;
  /** Absolute. */
  readonly logPath: string;
  readonly rendered: RenderedField[];
}

export interface WatchPace {
  readonly pokeMs: number;
  readonly isBackingOff: boolean;
  readonly maxWaitMs: number | null;
  /** Null: for ever. Counted over all tries since the task was cleared. */
  readonly timeoutMs: number | null;
}

export function planWatch(parts: PlanParts, subject: PlanSubject, task: SensorTask, writer: FieldWriter): WatchPlan {
  const pace = { pokeMs: task.pokeIntervalMs, isBackingOff: task.exponentialBackoff, maxWaitMs: task.maxWaitMs, timeoutMs: task.timeoutMs };
  const lookout = lookoutOf(parts, subject, task, writer);
  return { kind: "watch", lookout, waitsFor: wordsOf(lookout), pace, logPath: subject.logPath, rendered: writer.fields };
}

function lookoutOf(parts: PlanParts, subject: PlanSubject, task: SensorTask, writer: FieldWriter): SensorLookout {
  const { condition } = task;
  const shown = (name: string, template: string): string => writer.text(name, { kind: "inline", text: template });
  switch (condition.kind) {
    case "file":
      return { ...condition, path: insideOrThrow(subject, shown("file", condition.path)) };
    case "time":
      return { kind: "time", at: condition.at === null ? intervalEnd(subject) + (condition.afterMs ?? 0) : momentOf(subject, shown("time", condition.at)) };
    case "sql":
      return { kind: "sql", sql: writer.text("sql", task.sql ?? { kind: "inline", text: "" }), connection: parts.connection(task.connection ?? subject.dag.connection) };
    case "http": {
      const check = (template: string, response: object): string => parts.render(template, { ...subject.context(), response });
      const work = httpWorkOf({ request: condition.request, timeoutMs: longestCallMs }, { text: (name, text) => shown(`http.${name}`, text), check, proxy: parts.settings().httpProxy });
      return { kind: "http", work: { ...work, hidden: writer.hidden } };
    }
    case "dag_run":
      return { ...condition, isSoft: task.softFail, dag: shown("dag_run", condition.dag), tasks: awaitedTasks(condition).map((one) => (hasTemplate(one) ? shown("dag_run.task", one) : one)), logicalDate: logicalDateOf(subject) - condition.deltaMs };
  }
}

/** Of one look. */
const longestCallMs = 60_000;

function wordsOf(lookout: SensorLookout): string {
  switch (lookout.kind) {
    case "file": {
      const bounds = [...(lookout.minBytes > 0 ? [`${byteWords(lookout.minBytes)} or more`] : []), ...(lookout.minAgeMs > 0 ? [`not written for ${durationWords(lookout.minAgeMs)}`] : [])];
      return `a file ${lookout.path}${bounds.length === 0 ? "" : ` (${bounds.join(", ")})`}`;
    }
    case "time":
      return `the time ${new Date(lookout.at).toISOString()}`;
    case "sql":
      return `a query on ${lookout.connection.id} whose first cell is true`;
    case "http": {
      const { call, expectedStatus } = lookout.work;
      return `${call.method} ${URL.canParse(call.url) ? new URL(call.url).origin : "an address"} to answer with status ${expectedStatus.join(" or ")}${lookout.work.judge === null ? "" : " and to meet response_check"}`;
    }
    case "dag_run":
      return `${lookout.tasks.length === 0 ? "the run" : `${lookout.tasks.length === 1 ? "task" : "tasks"} ${lookout.tasks.join(", ")} of the run`} of ${lookout.dag} with the logical date ${new Date(lookout.logicalDate).toISOString()} to be ${lookout.allowedStates.join(" or ")}`;
  }
}

function insideOrThrow({ dag, task }: PlanSubject, path: string): string {
  const inside = pathInside(dag.basePath, path);
  if (inside === null) throw new AppError("workspace/outside", `Task "${task.id}", file: the path "${path.slice(0, 200)}" lies outside the workspace.`, { field: "file" });
  return inside;
}

function momentOf({ dag, task, instants }: PlanSubject, text: string): number {
  const moment = parseMoment(text);
  if (moment === null) throw new AppError("input/invalid", `Task "${task.id}", time: found "${text.slice(0, 60)}"; expected a time of day such as 06:30, or an instant such as 2026-01-31T06:00.`, { field: "time" });
  return instantOfMoment(moment, instants.begunAt, dag.timezone);
}

const logicalDateOf = ({ instants }: PlanSubject): number => instants.logicalDate ?? instants.begunAt;
const intervalEnd = (subject: PlanSubject): number => subject.instants.dataIntervalEnd ?? logicalDateOf(subject);
