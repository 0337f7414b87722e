/** The DAG of a run that is only looked at: as it was when the run was made, with nothing of today's file. */
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { RunVersion } from "../../../shared/contract/runs.ts";
import { emptyOutline } from "../../../shared/model/dag-ui.ts";
import type { DagFiles } from "../dag-files.ts";
import type { RunDrawings } from "../run-drawings.ts";

export async function dagOfRun({ dags, drawings }: { readonly dags: Pick<DagFiles, "summary">; readonly drawings: RunDrawings }, version: RunVersion): Promise<DagDetail> {
  const { file, source, dag } = version;
  const drawing = await drawings.of(version, null);
  const groupOf = new Map(Object.entries(drawing.groupOf));
  const outline = { ...drawing.outline, notes: emptyOutline.notes };
  const graph = dag.tasks.map(({ id, kind, deps, enabled }) => {
    const group = groupOf.get(id);
    return { id, kind, deps, enabled, ...(group === undefined ? {} : { group }) };
  });
  const summary = dags.summary({ dagId: dag.id, file, source, bytes: 0, hash: "", dag, tasks: graph, outline, diagnostics: [], refersTo: [], connections: [], names: [], references: [], findings: [] });
  return { summary: { ...summary, nextRunAt: null, scheduleOn: false, lastRuns: [] }, dag, tasks: graph, outline, source, diagnostics: [], findings: [] };
}
