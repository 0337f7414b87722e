/** `dagwright try`: runs a task beside what is published, as F7 does in the window, and shows the first of its rows. */
import type { RunDetail } from "../../../shared/contract/runs.ts";
import type { TriedTask, TryMode } from "../../../shared/contract/tries.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { type CliContext, printJson } from "../context.ts";
import { dagIdOf } from "../dag-argument.ts";
import type { ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { paramValues } from "../param-values.ts";
import { parseInstant } from "../parse-options.ts";
import { tableLines } from "../result-text.ts";
import { openSession, type Session } from "../session.ts";
import { harmless } from "../words.ts";
import { follow, lookAtWorkspace } from "./run.ts";

export interface TryOptions {
  readonly upTo?: boolean;
  readonly from?: boolean;
  readonly param?: readonly string[];
  readonly logicalDate?: string;
}

const shownRows = 20;

export async function tryCommand(context: CliContext, dag: string, task: string, options: TryOptions): Promise<ExitCode> {
  const mode = modeOf(options);
  const logicalDate = options.logicalDate === undefined ? {} : { logicalDate: parseInstant("--logical-date", options.logicalDate) };
  const workspace = findWorkspace(context.workspaceOption);
  const dagId = await dagIdOf(workspace, dag);
  await lookAtWorkspace(context, workspace);
  // Typing the command is the person's consent for this one try.
  const session = await openSession({ workspace, trusted: true });
  const begin = async () => {
    const { summary, source } = await session.client.dags.get({ dagId });
    const params = options.param === undefined ? {} : { params: await paramValues(session.client, dagId, options.param) };
    return (await session.client.tries.start({ path: summary.file, text: source, mode, tasks: [task], ...logicalDate, ...params })).run;
  };
  return follow(context, session, begin, (detail) => tellOutput(context, session, detail));
}

function modeOf({ upTo = false, from = false }: TryOptions): TryMode {
  if (upTo && from) throw new AppError("input/invalid", "--up-to and --from: take one of them; the whole DAG runs with `dagwright run`.");
  return upTo ? "upTo" : from ? "from" : "one";
}

async function tellOutput(context: CliContext, { client }: Session, { run }: RunDetail): Promise<void> {
  const { tasks } = await client.tries.state({ dagId: run.dagId });
  for (const tried of tasks.filter((one) => one.run.runId === run.runId)) await tellTask(context, client, tried);
}

async function tellTask(context: CliContext, client: Session["client"], { instance: { taskId }, tables, reads }: TriedTask): Promise<void> {
  if (context.json) return printJson(context, { event: "try_output", task_id: taskId, tables, reads });
  for (const { task, table, origin } of reads) context.out(`${harmless(taskId)} read ${harmless(table)} of ${harmless(task)} (${origin})`);
  for (const { connection, schema, table, name, rows } of tables) {
    context.out(`${harmless(name)}: ${rows ?? "unknown"} rows, tried, not published`);
    const set = await client.warehouse.rows({ connection, schema, table, limit: shownRows });
    for (const line of tableLines(set.columns.map(({ name: column, type }) => ({ name: column, type, kind: "text" })), set.rows, context.paint)) context.out(line);
  }
}
