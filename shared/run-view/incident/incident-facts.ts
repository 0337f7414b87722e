/** Everything that an incident page tells, gathered and masked before; the page is made of this alone. Instants are epoch milliseconds. */
import type { DagDiff } from "../../dag-diff/dag-diff.ts";
import type { RunDetail, TaskDetail } from "../../contract/runs.ts";
import type { RunSummary } from "../../model/run.ts";
import type { FailureLine } from "../error-line.ts";

export interface LogExcerpt {
  readonly tryNumber: number;
  /** Of the first line here, from 1; null where the start of the log was not read. */
  readonly firstLine: number | null;
  readonly lines: readonly string[];
  /** Which of them is the first that tells of an error; null where none does. */
  readonly errorAt: number | null;
  /** Lines after these, as far as known. */
  readonly bytes: number;
}

export interface FailedTask {
  readonly detail: TaskDetail;
  readonly log: LogExcerpt | null;
  /** What its log says of why it failed. */
  readonly said: FailureLine | null;
}

export interface LastGood {
  readonly run: RunSummary;
  readonly detail: RunDetail;
  /** Null where the two versions cannot be compared. */
  readonly diff: DagDiff | null;
}

export interface IncidentFacts {
  readonly detail: RunDetail;
  /** Of the DAG file. */
  readonly file: string;
  /** The first that failed first. */
  readonly failed: readonly FailedTask[];
  /** How many more failed than are told of. */
  readonly moreFailed: number;
  readonly lastGood: LastGood | null;
  /** The runs before it were there to be looked at; a capsule holds one run only. */
  readonly hasHistory: boolean;
  readonly environment: Readonly<Record<string, string | number | null>>;
  /** Where it came from: a host, a capsule. */
  readonly origin: string | null;
  readonly madeAt: number;
  readonly tool: string;
  /** To the run in Dagwright. */
  readonly link: string;
}
