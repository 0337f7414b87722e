/** The declared search keys of a run, rendered. A key that cannot be rendered is left out: a run must not fail over how it may be found. */
import type { Dag } from "../../shared/model/dag.ts";
import { hasTemplate } from "../core/template-marks.ts";
import type { Log, TemplateSubject } from "../ports/machine.ts";
import type { TryPlanParts } from "../services/try-plans.ts";

export type RunToFind = Pick<TemplateSubject, "runId" | "conf" | "params" | "logicalDate" | "assetEvents">;

export function renderSearchKeys(plans: TryPlanParts, dag: Dag, run: RunToFind, log: Log): Record<string, string> {
  const entries = Object.entries(dag.searchKeys);
  if (entries.length === 0) return {};
  const context = plans.contextOf({
    ...run,
    ...{ dagId: dag.id, owner: dag.owner, runType: "manual", taskId: "", tryNumber: 0, attemptId: "", dataIntervalStart: null, dataIntervalEnd: null },
    ...{ xcoms: {}, vars: plans.workspace.config().config.vars, secrets: {}, prepSchema: dag.prepSchema, finalSchema: dag.finalSchema },
  });
  return Object.fromEntries(
    entries.flatMap(([name, template]) => {
      try {
        return [[name, hasTemplate(template) ? plans.render(template, context) : template]];
      } catch (thrown) {
        log.warn("a search key could not be rendered", { dag: dag.id, key: name, reason: String(thrown) });
        return [];
      }
    }),
  );
}
