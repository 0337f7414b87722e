/** `dagwright health`: how the engine of the workspace is, and what it mended by itself. */
import { durationWords } from "../../../shared/base/duration.ts";
import type { HealthPart, HealthReport } from "../../../shared/contract/health.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { printJson, type CliContext, type Colors } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { attach } from "../session.ts";
import { harmless, isoOf, tableText } from "../words.ts";

const newest = 20;

export async function healthCommand(context: CliContext): Promise<ExitCode> {
  const workspace = findWorkspace(context.workspaceOption);
  const session = await attach(workspace);
  if (session === null) throw new AppError("engine/unavailable", `${workspace}: no engine serves this workspace now; open it in the window or run "dagwright serve".`);
  const report = await session.client.health.read({}).finally(() => session.close());
  if (context.json) printJson(context, report);
  else print(context, report);
  return report.ok ? exitCodes.done : exitCodes.failed;
}

function print(context: CliContext, report: HealthReport): void {
  const { paint } = context;
  for (const line of tableText(report.parts.map((part) => [mark(part, paint), part.name, part.pid === null ? "" : `process ${part.pid}`, part.heardAt === null ? "" : `heard ${isoOf(part.heardAt)}`]))) context.out(line);
  context.out(`${report.running} running, ${report.queued} queued${report.lastEndAt === null ? "" : `, last end ${isoOf(report.lastEndAt)}`}`);
  for (const { dagId, waiting, oldestWaitMs, taken, setAside } of report.queues) {
    context.out(`queue of ${harmless(dagId)}: ${waiting} waiting${waiting === 0 ? "" : ` (the oldest for ${durationWords(oldestWaitMs)})`}, ${taken} taken, ${setAside} set aside since the engine started`);
  }
  for (const words of report.troubles) context.out(paint.red(harmless(words)));
  for (const { at, words, span } of report.journal.slice(-newest)) context.out(`${paint.dim(isoOf(at))}  ${harmless(words)}${span === undefined ? "" : paint.dim(`  from ${isoOf(span.from)} to ${isoOf(span.to)}`)}`);
  context.note(report.ok ? "The engine is well." : "The engine is not well.");
}

function mark({ state }: HealthPart, paint: Colors): string {
  if (state === "good") return paint.green("✓ good");
  return state === "rest" ? paint.dim("– rests") : paint.red("✗ bad");
}
