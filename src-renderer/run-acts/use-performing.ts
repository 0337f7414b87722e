/** Carries out an act that may take long: progress while it goes, a list that changed, and what became of each run. It goes on when its dialog is closed. */
import { notifications } from "@mantine/notifications";
import { useRef, useState } from "react";
import type { ActFailure, ActPlan, ActStep } from "../../shared/contract/acts.ts";
import { toFailure } from "../rpc/failure.ts";
import { t } from "../strings/t.ts";
import { endAct, followAct, isAsked, type ActQuestion } from "./act-store.ts";

export type ActDone = Extract<ActStep, { kind: "done" }>;

export interface Performing {
  /** Null while nothing goes on. */
  readonly progress: { readonly runs: number; readonly of: number } | null;
  /** The list was not the one that was shown: nothing was done. */
  readonly hasChanged: boolean;
  readonly done: ActDone | null;
  readonly failure: string | null;
  readonly start: (begin: Begin, on: Outcome) => void;
  /** What was told is of another list than the one that is asked for now. */
  readonly forget: () => void;
  /** What is done by then stays done. */
  readonly stop: () => void;
}

type Begin = (signal: AbortSignal) => Promise<AsyncIterable<ActStep>>;
interface Outcome {
  readonly done: (done: ActDone) => void;
  readonly changed?: (plan: ActPlan) => void;
}
type Told = Pick<Performing, "progress" | "hasChanged" | "done" | "failure">;
const nothing: Told = { progress: null, hasChanged: false, done: null, failure: null };

/** `of`: so many runs. The dialog of the question is closed when all of them are done. */
export function usePerforming(question: ActQuestion, of: number): Performing {
  const [told, setTold] = useState<Told>(nothing);
  const stopper = useRef<AbortController | null>(null);

  const perform = async (begin: Begin, on: Outcome): Promise<void> => {
    const controller = new AbortController();
    stopper.current = controller;
    let last = { runs: 0, of };
    setTold({ ...nothing, progress: last });
    try {
      for await (const step of await begin(controller.signal)) {
        if (step.kind === "changed") {
          on.changed?.(step.plan);
          return setTold({ ...nothing, hasChanged: true });
        }
        if (step.kind === "progress") setTold({ ...nothing, progress: (last = { runs: step.runs, of: step.of }) });
        else {
          setTold({ ...nothing, done: step });
          on.done(step);
          if (step.failures.length === 0) endAct(question);
          else if (!isAsked(question)) tellRefused(step.failures);
          return;
        }
      }
    } catch (thrown) {
      const why = controller.signal.aborted ? t("Stopped after {{runs}} of {{count}} runs; what was done stays done.", { runs: last.runs, count: last.of }) : toFailure(thrown).message;
      setTold({ ...nothing, failure: why });
      if (!isAsked(question)) notifications.show({ color: "red", title: t("The act was not finished"), message: why, autoClose: false });
    }
  };
  const start: Performing["start"] = (begin, on) => followAct(perform(begin, on));
  return { ...told, start, forget: () => setTold((now) => (now.progress === null ? nothing : now)), stop: () => stopper.current?.abort() };
}

/** Nobody looks at the dialog any more. */
function tellRefused(failures: readonly ActFailure[]): void {
  const [first] = failures;
  if (first !== undefined) notifications.show({ color: "red", title: t("{{count}} runs refused", { count: failures.length }), message: `${first.runId}: ${first.why}`, autoClose: false });
}
