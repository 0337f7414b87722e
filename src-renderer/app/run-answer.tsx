/** What became of a run, or how far it is, in the words of its own page. Asks the engine only once it stays on screen. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import type { RunSummary } from "../../shared/model/run.ts";
import { MessageText } from "../ui/message-text.tsx";
import { headlineOf } from "../ui/run-headline.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";
import { useRunFailureLine } from "./use-failure-line.ts";

/** Rows that are scrolled past ask nothing. */
const restMs = 150;

export function RunAnswer({ run }: { run: RunSummary }): ReactNode {
  const { dagId, runId } = run;
  const [rests, setRests] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRests(true), restMs);
    return () => clearTimeout(timer);
  }, []);
  const detail = useQuery(useRpc().runs.get.queryOptions({ input: { dagId, runId }, enabled: rests })).data;
  const said = useRunFailureLine(detail);
  const words = detail === undefined ? (run.reason ?? "") : headlineOf(detail.run, detail.tasks, said);
  return (
    <span className="dw-ellipsis dw-dim" title={words}>
      <MessageText text={words} />
    </span>
  );
}
