/** What the performer holds of a try while it is in flight. */
import type { ExitRecord } from "../ports/runner.ts";
import type { TryKey } from "../ports/store.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import type { CallOutcome } from "./calls.ts";

/** One try in flight. `sql` covers a SqlTask and the load that follows a Python process. */
export interface LiveTry {
  readonly key: TryKey;
  readonly attemptId: string;
  /** Null for a try of an earlier engine that cannot be planned any more: a file is gone, a variable is not set. */
  plan: CarriedPlan | null;
  readonly unplanned: string | null;
  /** Begun by an earlier engine, which may have got further than we know. */
  readonly adopted: boolean;
  stopAsked: boolean;
  stage: AttemptPlan["kind"];
  exit: ExitRecord | null;
  /** What a call brought for later tasks; a process leaves its own in a file. */
  values?: CallOutcome["values"];
  /** The scheduler was told that it runs. */
  announced: boolean;
}

/** What waits is kept by the watchers. */
export type CarriedPlan = Exclude<AttemptPlan, { kind: "watch" }>;

export type ProcessPlan = Extract<AttemptPlan, { kind: "process" }>;

export const stageOf = (plan: CarriedPlan): LiveTry["stage"] => (plan.kind === "expand" ? "sql" : plan.kind);

/** A try that an earlier engine left. */
export type OpenTry = TryKey & { readonly state: "starting" | "running" };

/** What there is to know of such tries; the maps go by attempt id. */
export interface Found {
  readonly exited: ReadonlyMap<string, ExitRecord>;
  readonly live: ReadonlyMap<string, { pid: number; startedAt: number }>;
  readonly stops: ReadonlySet<string>;
  readonly sameRunner: boolean;
}
