/**
 * The columns that a task gives, for the CREATE TABLE that is to keep them: those of its query, which is
 * asked for them and not run, or of the rows that its script handed over in the last try.
 */
import type { AskColumns, TaskColumns } from "../../shared/contract/tries.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Dag, PythonTask, SqlTask } from "../../shared/model/dag.ts";
import { maskSecrets } from "../core/secret-text.ts";
import type { SqlHost } from "../ports/sql-host.ts";
import type { WrittenType } from "../ports/store.ts";
import { checkedParams, knownTask, readTryText, type TryText } from "./trial-text.ts";
import { viewOfText } from "./trial-view.ts";
import { planUnstarted, type TryPlanParts } from "./try-plans.ts";

export interface TrialColumnsParts {
  readonly plans: TryPlanParts;
  readonly sqlHost: Pick<SqlHost, "columnsOfQuery">;
  readonly isTrusted: () => boolean;
}

export async function columnsOfTask(parts: TrialColumnsParts, input: AskColumns): Promise<TaskColumns> {
  if (!parts.isTrusted()) throw new AppError("workspace/untrusted", "This workspace is not trusted, so its databases are not reached and nobody can say the columns; trust it first.");
  const read = readTryText(parts.plans.workspace, input);
  const task = knownTask(read.dag, input.taskId);
  if (task.kind === "PythonTask") return ofRows(parts, read.dag, task);
  if (task.kind !== "SqlTask") throw new AppError("input/invalid", `Task "${task.id}": is a ${task.kind}; only a SqlTask or a PythonTask fills a table.`);
  return ofQuery(parts, { read, task, input });
}

const namesOfPostgres: Readonly<Partial<Record<WrittenType, string>>> = { double: "double precision", json: "jsonb" };

/** What a script gives is known by having seen it. */
function ofRows({ plans }: TrialColumnsParts, dag: Dag, task: PythonTask): TaskColumns {
  const wrote = plans.store.trials.newestOfEach(dag.id).find(({ taskId }) => taskId === task.id)?.output?.wrote ?? null;
  if (wrote === null) throw new AppError("input/invalid", `Task "${task.id}": its columns are not known yet; try it (F7), and they are told by the rows that it hands to write_rows().`);
  const { kind } = plans.connection(task.connection ?? dag.connection);
  return { columns: wrote.map(({ name, type }) => ({ name, type: (kind === "postgres" ? namesOfPostgres[type] : undefined) ?? type })), dialect: kind };
}

async function ofQuery({ plans, sqlHost }: TrialColumnsParts, { read: { dag, pins }, task, input }: { read: TryText; task: SqlTask; input: AskColumns }): Promise<TaskColumns> {
  const trial = viewOfText(plans, { dag, task, pins, files: input.files ?? {} });
  // Its table and checks are not known yet, or are to be written anew.
  const plan = planUnstarted(plans, { dag, task: { ...task, ddl: null, checks: [] }, params: checkedParams(dag, input), trial });
  if (plan.kind !== "sql" || plan.job.work.kind !== "script") throw new AppError("internal", `Task "${task.id}": its plan holds no SQL.`);
  const { connection, work } = plan.job;
  try {
    const columns = await sqlHost.columnsOfQuery(connection, { sql: work.sql, finalSchema: dag.finalSchema, area: trial.areaOn(connection) });
    return { columns: columns.map(({ name, type }) => ({ name, type })), dialect: connection.kind };
  } catch (thrown) {
    const masked = maskSecrets(messageOf(thrown), plans.secrets());
    throw thrown instanceof AppError ? new AppError(thrown.code, masked) : thrown;
  }
}
