/** What is stored of a try that has ended: its end, what it handed to later tasks, and of a trial what it wrote. */
import type { XCom } from "../../shared/model/run.ts";
import { maskSecrets } from "../core/secret-text.ts";
import type { AttemptEnd, Store } from "../ports/store.ts";
import { readXComs } from "./handed-back.ts";
import type { LiveTry } from "./live-try.ts";
import { columnsWritten } from "./written-columns.ts";

export interface TryOutcome {
  readonly final: AttemptEnd;
  /** To be called in the transaction that ends the task. */
  readonly write: (store: Store) => void;
}

/** Reads the files that its process has left, which are gone once it is settled. */
export function outcomeOf({ key, plan, exit, values }: LiveTry, end: AttemptEnd, secrets: readonly string[]): TryOutcome {
  const reason = end.reason === null ? null : maskSecrets(end.reason, secrets);
  const work = plan?.kind === "process" ? plan.work : null;
  const wrote = work?.tellsColumns === true && exit?.exitCode === 0 ? columnsWritten(work.outputFile) : null;
  const trial = wrote === null ? end.trial : { connection: "", made: [], reads: [], ...end.trial, wrote };
  const final: AttemptEnd = { ...end, reason, ...(trial === undefined ? {} : { trial }) };
  const xcoms = work ? readXComs(work.xcomFile) : (values ?? []);
  const write = (store: Store): void => {
    store.attempts.end(key, final);
    if (final.trial) store.trials.putOutput(key.run, key.task, final.trial);
    for (const { name, value } of xcoms) store.xcoms.put(key.run, key.task, { taskId: "", key: name, value } satisfies XCom);
  };
  return { final, write };
}
