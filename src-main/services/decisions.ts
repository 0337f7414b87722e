/**
 * What a BranchTask or ShortCircuitTask has decided: from its rendered conditions, or from the file that its program wrote. A list of
 * children that are followed; null lets all of them go on. Throws AppError where nothing sensible was said: a wrong branch is worse than none.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { BranchTask, ShortCircuitTask } from "../../shared/model/dag.ts";

export type Followed = readonly string[] | null;

type Chooser = BranchTask | ShortCircuitTask;

/** By templates: each is rendered only when those before it did not hold. */
export function decideByTemplates(task: Chooser, render: (field: string, template: string) => string): Followed {
  if (task.kind === "ShortCircuitTask") return holds(task, "condition", render("condition", task.condition ?? "")) ? null : [];
  for (const [index, { when, to }] of task.branches.entries()) {
    const field = `branches[${index}].when`;
    if (holds(task, field, render(field, when))) return to;
  }
  return task.otherwise;
}

function holds({ id }: Chooser, field: string, text: string): boolean {
  const word = text.trim().toLowerCase();
  if (word === "true" || word === "false") return word === "true";
  throw new AppError("template/failed", `Task "${id}", ${field}: rendered to ${JSON.stringify(text.slice(0, 80))}; expected true or false. Compare it with something, such as {{ conf.country == 'US' }}.`, { field });
}

const mostBytes = 1_048_576;

/** By a program that has ended well. */
export function readDecision(task: Chooser, path: string, children: readonly string[]): Followed {
  const text = existsSync(path) && statSync(path).size <= mostBytes ? readFileSync(path, "utf8") : null;
  if (task.kind === "ShortCircuitTask") return readCondition(text);
  if (text === null) return refuse('it named no branch; write the ids of the tasks to follow, one a line, to the file named in DAGWRIGHT_DECISION, or call branch("…") of the module dagwright. An empty file, or branch(), skips them all');
  const named = [...new Set(text.split("\n").map((line) => line.trim()).filter((line) => line !== ""))];
  const stranger = named.find((id) => !children.includes(id));
  if (stranger !== undefined) return refuse(`it named "${stranger.slice(0, 80)}", which does not depend on it; expected ${children.length === 0 ? "no task, because none depends on it" : `some of ${children.slice(0, 12).join(", ")}`}.${suggestion(stranger, children)}`);
  return named;
}

function readCondition(text: string | null): Followed {
  const word = text?.trim().toLowerCase();
  if (word === "true") return null;
  if (word === "false") return [];
  const found = word === undefined ? "nothing was decided" : `it decided ${JSON.stringify(word.slice(0, 80))}`;
  return refuse(`${found}; write true or false to the file named in DAGWRIGHT_DECISION, or call proceed(True) or proceed(False) of the module dagwright`);
}

function refuse(message: string): never {
  throw new AppError("input/invalid", message);
}
