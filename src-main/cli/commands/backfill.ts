/** `dagwright backfill …`: what one would do, doing it, and steering it. */
import { mostIntervalsOfPage, mostRunsAtOnce, Reprocess, type Backfill, type BackfillInput, type BackfillInterval, type BackfillPlan, type PlannedInterval } from "../../../shared/contract/backfills.ts";
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { backfillJson, intervalJson, planJson } from "../backfill-json.ts";
import { printBackfill, printBackfills, printIntervals, printPlan } from "../backfill-text.ts";
import { followBackfill } from "../backfill-watch.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf, refuseUnknownDag } from "../dag-argument.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { paramValues } from "../param-values.ts";
import { parseJsonObject, parseWhole } from "../parse-options.ts";
import { openSession, type Session } from "../session.ts";
import { lookAtWorkspace } from "./run.ts";
import { withSession } from "./runs.ts";

export interface ReasonOptions {
  readonly reason?: string;
}

export interface ResumeOptions extends ReasonOptions {
  readonly wait: boolean;
}

export interface BackfillOptions extends ResumeOptions {
  readonly from: string;
  readonly to: string;
  readonly dryRun?: boolean;
  readonly task?: readonly string[];
  readonly upstream?: boolean;
  readonly downstream?: boolean;
  readonly reprocess?: string;
  readonly backwards?: boolean;
  readonly maxActiveRuns?: string;
  readonly conf?: string;
  readonly param?: readonly string[];
}

/** Rows of a plan that a person wants to see. */
const shownRows = 50;

export async function startBackfill(context: CliContext, dag: string, options: BackfillOptions): Promise<ExitCode> {
  const given = askOf(options);
  const workspace = findWorkspace(context.workspaceOption);
  const dagId = await dagIdOf(workspace, dag);
  await lookAtWorkspace(context, workspace);
  // Typing the command is the person's consent for what it starts.
  return work(workspace, async (session) => {
    const params = options.param === undefined ? {} : { params: await paramValues(session.client, dagId, options.param) };
    const ask: BackfillInput = { dagId, ...given, ...params };
    const plan = await session.client.backfills.plan({ ...ask, limit: shownRows });
    if (options.dryRun === true) return printDry(context, session, ask, plan);
    if (!context.json) printPlan(context, plan, []);
    if (plan.intervals === plan.acts.keep) return nothingToDo(context, plan);
    const begun = await session.client.backfills.start({ ...ask, stamp: plan.stamp, ...reasonOf(options) });
    if (begun.kind === "changed") throw new AppError("input/invalid", `DAG "${dagId}": its runs or its file changed while this was planned; try again.`, { dagId });
    return goOn(context, session, begun.backfill, options.wait);
  });
}

function askOf({ from, to, task, upstream, downstream, reprocess, backwards, maxActiveRuns, conf }: BackfillOptions): Omit<BackfillInput, "dagId"> {
  return {
    from,
    to,
    ...(task === undefined ? {} : { tasks: [...task] }),
    ...(upstream === true ? { upstream } : {}),
    ...(downstream === true ? { downstream } : {}),
    ...(reprocess === undefined ? {} : { reprocess: parseReprocess(reprocess) }),
    ...(backwards === true ? { backwards } : {}),
    ...(maxActiveRuns === undefined ? {} : { maxActiveRuns: parseWhole("--max-active-runs", maxActiveRuns, { min: 1, max: mostRunsAtOnce }) }),
    ...(conf === undefined ? {} : { conf: parseJsonObject("--conf", conf) }),
  };
}

function parseReprocess(text: string): Reprocess {
  const parsed = Reprocess.safeParse(text.replaceAll("_", "-"));
  if (parsed.success) return parsed.data;
  throw new AppError("input/invalid", `--reprocess: "${text}" must be one of ${Reprocess.options.join(", ")}.${suggestion(text, Reprocess.options)}`, { reprocess: text });
}

async function printDry(context: CliContext, { client }: Session, ask: BackfillInput, plan: BackfillPlan): Promise<ExitCode> {
  if (!context.json) {
    printPlan(context, plan, plan.rows);
    return exitCodes.done;
  }
  const rows: PlannedInterval[] = [];
  for (let offset = 0; offset < plan.intervals; offset += mostIntervalsOfPage) rows.push(...(await client.backfills.plan({ ...ask, offset, limit: mostIntervalsOfPage })).rows);
  printJson(context, { dry_run: true, ...planJson(plan, rows) });
  return exitCodes.done;
}

function nothingToDo(context: CliContext, plan: BackfillPlan): ExitCode {
  if (context.json) printJson(context, { event: "backfill_finished", backfill_id: null, ...planJson(plan, []) });
  else context.note("Nothing is left to do.");
  return exitCodes.done;
}

/** With an engine of our own the work ends with us, so it is always followed. */
function goOn(context: CliContext, session: Session, backfill: Backfill, wait: boolean): Promise<ExitCode> | ExitCode {
  if (session.isHost || wait) return followBackfill(context, session, backfill.id);
  if (context.json) printJson(context, backfillJson(backfill));
  else context.out(`Backfill ${backfill.id} goes on in the engine of this workspace.`);
  return exitCodes.done;
}

async function work(workspace: string, act: (session: Session) => Promise<ExitCode>): Promise<ExitCode> {
  const session = await openSession({ workspace, trusted: true });
  try {
    return await act(session);
  } finally {
    await session.close();
  }
}

export interface ListOptions {
  readonly open?: boolean;
  readonly limit?: string;
}

export async function listBackfills(context: CliContext, dag: string | undefined, { open, limit }: ListOptions): Promise<ExitCode> {
  const most = parseWhole("--limit", limit ?? "20", { min: 1, max: 500 });
  return withSession(context, false, async (session) => {
    const dagId = dag === undefined ? undefined : await dagIdOf(session.workspace, dag);
    const { backfills } = await session.client.backfills.list({ ...(dagId === undefined ? {} : { dagId }), ...(open === true ? { open } : {}), limit: most });
    if (backfills.length === 0) await refuseUnknownDag(session, dagId);
    if (context.json) printJson(context, { backfills: backfills.map(backfillJson) });
    else printBackfills(context, backfills);
    return exitCodes.done;
  });
}

export interface ShowOptions {
  readonly limit?: string;
}

export async function showBackfill(context: CliContext, text: string, options: ShowOptions): Promise<ExitCode> {
  const id = parseId(text);
  const most = options.limit === undefined && context.json ? Number.MAX_SAFE_INTEGER : parseWhole("--limit", options.limit ?? String(shownRows), { min: 1, max: 100_000 });
  return withSession(context, false, async ({ client }) => {
    const { backfill } = await client.backfills.get({ id, limit: 0 });
    const rows: BackfillInterval[] = [];
    const wanted = Math.min(most, backfill.counts.total);
    while (rows.length < wanted) {
      const { intervals } = await client.backfills.get({ id, offset: rows.length, limit: Math.min(mostIntervalsOfPage, wanted - rows.length) });
      if (intervals.length === 0) break;
      rows.push(...intervals);
    }
    if (context.json) printJson(context, { ...backfillJson(backfill), intervals: rows.map(intervalJson) });
    else printIntervals(context, backfill, rows);
    return exitCodes.done;
  });
}

export function pauseBackfill(context: CliContext, text: string, options: ReasonOptions): Promise<ExitCode> {
  const id = parseId(text);
  return withSession(context, false, async ({ client }) => told(context, await client.backfills.pause({ id, ...reasonOf(options) })));
}

export async function resumeBackfill(context: CliContext, text: string, options: ResumeOptions): Promise<ExitCode> {
  const id = parseId(text);
  return work(findWorkspace(context.workspaceOption), async (session) => goOn(context, session, await session.client.backfills.resume({ id, ...reasonOf(options) }), options.wait));
}

export interface CancelOptions extends ReasonOptions {
  readonly stop?: boolean;
}

export function cancelBackfill(context: CliContext, text: string, options: CancelOptions): Promise<ExitCode> {
  const id = parseId(text);
  return withSession(context, false, async ({ client }) => told(context, await client.backfills.cancel({ id, stop: options.stop === true, ...reasonOf(options) })));
}

function told(context: CliContext, backfill: Backfill): ExitCode {
  if (context.json) printJson(context, backfillJson(backfill));
  else printBackfill(context, backfill);
  return exitCodes.done;
}

const reasonOf = ({ reason }: ReasonOptions): ReasonOptions => (reason === undefined ? {} : { reason });

const parseId = (text: string): number => parseWhole("backfill", text, { min: 1, max: Number.MAX_SAFE_INTEGER });
