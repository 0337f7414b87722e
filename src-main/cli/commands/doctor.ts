/** `dagwright doctor`: what this machine has, what it lacks, and the command that mends it. */
import { dirname } from "node:path";
import { isHealthy, runDoctor, type DoctorFinding } from "../../platform/doctor.ts";
import { findPlaces } from "../../platform/places.ts";
import { printJson, type CliContext, type Colors } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace, isWorkspace } from "../find-workspace.ts";
import { harmless, tableText } from "../words.ts";

export async function doctorCommand(context: CliContext): Promise<ExitCode> {
  const workspace = findWorkspace(context.workspaceOption);
  const checks = await runDoctor({ programFolder: dirname(findPlaces().packageFile), workspace: isWorkspace(workspace) ? workspace : null });
  if (context.json) printJson(context, { checks });
  else printChecks(context, checks);
  return isHealthy(checks) ? exitCodes.done : exitCodes.failed;
}

function printChecks(context: CliContext, checks: readonly DoctorFinding[]): void {
  const { paint } = context;
  for (const line of tableText(checks.map((check) => [verdict(check, paint), check.title, harmless(check.found)]))) context.out(line);
  for (const { title, needed, fix, ok } of checks) {
    if (ok) continue;
    context.out("");
    context.out(`${paint.bold(title)}: ${needed}`);
    if (fix !== null) context.out(`  ${fix}`);
  }
  context.note(isHealthy(checks) ? "All that is needed is there." : "Something that is needed is missing.");
}

function verdict({ ok, required }: DoctorFinding, paint: Colors): string {
  if (ok) return paint.green("✓ ok");
  return required ? paint.red("✗ missing") : paint.yellow("– optional");
}
