/** What the SQL of the drawn tasks says about their dependencies, and other DAGs about the names of theirs: asked of the engine for the text as it is, once drawing and typing pause. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { DagAdvice } from "../../../../shared/contract/dags.ts";
import { formatPath } from "../../../../shared/dag-file/field-path.ts";
import { indexLines } from "../../../../shared/dag-file/line-index.ts";
import type { Diagnostic } from "../../../../shared/model/diagnostic.ts";
import type { DagDocument, DagState } from "../../../document/dag-document.ts";
import { placeAnew } from "../../../document/place-anew.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";

export const noAdvice: DagAdvice = { missing: [], superfluous: [], builds: [], findings: [] };
const pauseMs = 500;

export function useAdvice(document: DagDocument, { version, isBroken, good }: DagState): DagAdvice {
  const rpc = useRpc();
  const asked = useRested(version);
  const { path } = document.text;
  const { data } = useQuery({
    // The version stands for the text, which may be long.
    queryKey: [...rpc.dags.advise.key({ type: "query" }), path, asked],
    queryFn: () => rpc.dags.advise.call({ path, text: document.text.get().text }),
    enabled: !isBroken && asked !== null,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    retry: false,
  });
  // What was drawn meanwhile is answered at once: an edge that is there is not missing.
  return useMemo(() => (data === undefined ? noAdvice : stillMeant(data, good.tasks)), [data, good.tasks]);
}

/** Null until the page has time for it: while a DAG is being opened there is enough to do. */
function useRested(version: number): number | null {
  const [rested, setRested] = useState<number | null>(null);
  const isFirst = rested === null;
  useEffect(() => {
    if (!isFirst) return;
    const asked = requestIdleCallback(() => setRested(version), { timeout: pauseMs });
    return () => cancelIdleCallback(asked);
  }, [isFirst, version]);
  useEffect(() => {
    if (isFirst) return;
    const timer = setTimeout(() => setRested(version), pauseMs);
    return () => clearTimeout(timer);
  }, [isFirst, version]);
  return rested;
}

export function stillMeant(advice: DagAdvice, tasks: readonly { readonly id: string; readonly deps: readonly string[] }[]): DagAdvice {
  const deps = new Map(tasks.map((task) => [task.id, task.deps]));
  return {
    builds: advice.builds,
    findings: advice.findings,
    missing: advice.missing.filter(({ task, dep }) => deps.has(dep) && deps.get(task)?.includes(dep) === false),
    superfluous: advice.superfluous.filter(({ task, dep }) => deps.get(task)?.includes(dep) === true),
  };
}

/** Also tells its problem from others. */
export function missingWords({ task, dep, schema, table, where, line }: DagAdvice["missing"][number]): string {
  return t("`{{task}}` reads {{schema}}.{{table}} ({{where}}, line {{line}}), which task `{{dep}}` builds, but does not run after it.", { task, schema, table, where, line, dep });
}

/** As problems of the file, each at its task: what is missing as a warning, what has no reason only as a remark. */
export function adviceProblems(advice: DagAdvice, { parsed }: DagState, document: DagDocument["text"]): Diagnostic[] {
  const { text } = document.get();
  const findings = placeAnew(advice.findings, parsed, text);
  if (advice.missing.length === 0 && advice.superfluous.length === 0) return findings;
  const lines = indexLines(text);
  const at = (task: string): Pick<Diagnostic, "line" | "column" | "file" | "field"> => {
    const field = formatPath(["tasks", task]);
    const range = parsed.nodeRanges.get(field);
    return { ...lines.at(range?.key?.start ?? range?.value.start ?? 0), file: document.path, field };
  };
  return [
    ...findings,
    ...advice.missing.map((each): Diagnostic => ({ ...at(each.task), code: "sql/missing-dep", severity: "warning", message: missingWords(each) })),
    ...advice.superfluous.map(({ task, dep }): Diagnostic => ({ ...at(task), code: "sql/superfluous-dep", severity: "info", message: t("`{{task}}` runs after `{{dep}}` and reads nothing that it builds.", { task, dep }) })),
  ];
}
