/** `dagwright doctor`: what this machine has, what it lacks, and the command that mends it. */
import { runDoctor } from "../../platform/doctor.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { tableText } from "../words.ts";

export async function doctorCommand(context: CliContext): Promise<ExitCode> {
  const checks = await runDoctor();
  const bad = checks.filter(({ ok }) => !ok);
  if (context.json) printJson(context, { checks });
  else {
    const { paint } = context;
    const rows = checks.map(({ ok, title, found, needed }) => [ok ? paint.green("✓ ok") : paint.red("✗ missing"), title, found, ok ? "" : paint.dim(`needed: ${needed}`)]);
    for (const line of tableText(rows)) context.out(line);
    for (const { title, fix } of bad) if (fix) context.out(`${title}: ${fix}`);
    context.note(bad.length === 0 ? "All is well." : `${bad.length} of ${checks.length} checks failed.`);
  }
  return bad.length === 0 ? exitCodes.done : exitCodes.failed;
}
