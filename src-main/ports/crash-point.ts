/**
 * Points between which a crash may fall. Whoever passes one only names it; the kill trials end the process there
 * (src-main/engine/fixtures/die-at.ts) and judge what the next engine makes of it.
 */

/** On the way of a run: from what calls for it to what follows from it. */
export type RunPoint =
  // A run is made.
  | "run to be stored"
  | "run stored"
  | "event heard"
  | "event taken"
  | "instant's run made"
  | "instants marked"
  | "interval settled"
  | "backfill done"
  | "backfill resumed"
  | "run triggered"
  | "loads consumed"
  // It goes a step on.
  | "step decided"
  | "step committed"
  | "messages called for"
  | "loads committed"
  | "retry due"
  | "wait over"
  | "deadline due"
  | "deadline judged"
  // A try is carried out.
  | "try intended"
  | "try planned"
  | "try handed over"
  | "start heard"
  | "exit heard"
  | "rows handed over"
  | "job sent"
  | "job answered"
  | "list expanded"
  | "call sent"
  | "call answered"
  | "outcome committed"
  | "outcome acknowledged"
  | "stop committed"
  | "stop sent"
  | "message sent"
  // An engine takes up what another has left.
  | "tries found";

/** While old runs are dropped, and archived. */
export type RetentionPoint = "lines written" | "file written" | "file listed" | "run dropping" | "run dropped" | "logs moved" | "rest written" | "rest listed" | "file named";

export type CrashPoint = RunPoint | RetentionPoint;

export type Reached = (point: CrashPoint) => void;
