/** The DAG of a run that is only looked at: as it was when the run was made, with nothing of today's file. */
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { RunVersion } from "../../../shared/contract/runs.ts";
import { parseDag } from "../../../shared/dag-file/parse-dag.ts";
import { emptyOutline } from "../../../shared/model/dag-ui.ts";
import type { DagFiles } from "../dag-files.ts";

export function dagOfRun(dags: Pick<DagFiles, "summary">, { file, source, dag }: RunVersion): DagDetail {
  const { groups, ui, tasks } = parseDag(source, { file });
  const groupOf = new Map(tasks.map(({ id, group }) => [id, group]));
  const outline = { ...emptyOutline, groups, layout: ui.layout, collapsed: [...ui.collapsed], pinned: [...ui.pinned], positions: { ...ui.positions } };
  const graph = dag.tasks.map(({ id, kind, deps, enabled }) => {
    const group = groupOf.get(id);
    return { id, kind, deps, enabled, ...(group === undefined ? {} : { group }) };
  });
  const summary = dags.summary({ dagId: dag.id, file, source, bytes: 0, hash: "", dag, tasks: graph, outline, diagnostics: [], refersTo: [], connections: [], names: [], references: [], findings: [] });
  return { summary: { ...summary, nextRunAt: null, scheduleOn: false, lastRuns: [] }, dag, tasks: graph, outline, source, diagnostics: [], findings: [] };
}
