/** The words of the template language for one try, from what the services know of it. */
import { buildTemplateContext } from "../platform/template-context.ts";
import type { TemplateSubject } from "../ports/machine.ts";

export function contextOf(subject: TemplateSubject): Record<string, unknown> {
  const { dagId, owner, prepSchema, finalSchema, conf, params, vars, taskId, tryNumber, attemptId } = subject;
  const xcoms = Object.entries(subject.xcoms).flatMap(([from, values]) => Object.entries(values).map(([key, value]) => ({ taskId: from, key, value })));
  return buildTemplateContext({
    dag: { id: dagId, owner, prepSchema, finalSchema },
    run: subject,
    ...{ conf, params, xcoms, vars },
    task: { taskId, tryNumber, attemptId },
    map: subject.map,
    assetEvents: subject.assetEvents,
  });
}
