/** One look, by the kind of what is waited for. */
import { assertNever } from "../../../shared/base/assert-never.ts";
import type { FileLooks } from "../../ports/lookouts.ts";
import type { Reached } from "../../ports/crash-point.ts";
import type { HttpCalls } from "../../ports/http-calls.ts";
import type { SqlQueries } from "../../ports/sql-queries.ts";
import type { Store } from "../../ports/store.ts";
import type { Finding } from "./finding.ts";
import { lookAtServer } from "./look-at-server.ts";
import { lookAtFile } from "./look-at-file.ts";
import { lookAtQuery } from "./look-at-query.ts";
import { lookAtRun } from "./look-at-run.ts";
import { lookAtTrigger, type LookingTry, type TriggerActs } from "./look-at-trigger.ts";
import { lookAtClock } from "./look-at-clock.ts";
import type { WatchPlan } from "./watch-plan.ts";

export interface LookParts {
  readonly store: Store;
  readonly files: FileLooks;
  readonly queries: SqlQueries;
  readonly http: HttpCalls;
  readonly secrets: () => readonly string[];
  readonly newId: () => string;
  readonly triggers: TriggerActs;
  readonly reached: Reached;
}

export async function lookAt(parts: LookParts, { lookout }: WatchPlan, now: number, key: LookingTry): Promise<Finding> {
  switch (lookout.kind) {
    case "file":
      return await lookAtFile(parts.files, lookout, now);
    case "time":
      return lookAtClock(lookout.at, now);
    case "sql":
      return await lookAtQuery({ ...lookout, queries: parts.queries, queryId: parts.newId(), secrets: parts.secrets() });
    case "http":
      return await lookAtServer(parts.http, lookout.work, parts.secrets());
    case "dag_run":
      return lookAtRun(parts.store, lookout, key.run);
    case "trigger":
      return lookAtTrigger(parts, lookout, key);
    default:
      return assertNever(lookout);
  }
}
