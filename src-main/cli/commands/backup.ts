/** `dagwright backup`: which backups of the state there are, another one, and putting one back. */
import { createBackupFolder } from "../../platform/backup-folder.ts";
import { ownDataFolder } from "../../platform/workspace-folder.ts";
import type { BackupFile } from "../../../shared/model/backup-name.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace, requireWorkspace } from "../find-workspace.ts";
import { bytesText, countText, harmless, isoOf, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

const reasons: Readonly<Record<BackupFile["why"], string>> = { daily: "once a day", upgrade: "before an upgrade", asked: "by hand" };

/** Asks no engine, since there may be none: a state that is damaged has none. */
export function listBackups(context: CliContext): ExitCode {
  const backups = createBackupFolder(ownDataFolder(workspaceOf(context))).list();
  if (context.json) printJson(context, { backups: backups.map(backupJson) });
  else if (backups.length === 0) context.note('No backups yet. One is made once a day while an engine is there, and by "dagwright backup make".');
  else {
    const head = ["MADE", "WHY", "SCHEMA", "SIZE", "NAME"].map((word) => context.paint.dim(word));
    for (const line of tableText([head, ...backups.map((file) => [isoOf(file.at) ?? "", reasons[file.why], String(file.schema), bytesText(file.bytes), harmless(file.name)])])) context.out(line);
  }
  return exitCodes.done;
}

export async function makeBackup(context: CliContext): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const { name, bytes, at, why, schema } = await client.backups.make({});
    if (context.json) printJson(context, { name, made_at: isoOf(at), why, schema, bytes });
    else context.out(`${harmless(name)}, ${bytesText(bytes)}.`);
    return exitCodes.done;
  });
}

export async function restoreBackup(context: CliContext, what: string): Promise<ExitCode> {
  const { restoreWorkspace } = await import("../../engine/restore-workspace.ts");
  const { from, aside, runs } = await restoreWorkspace(workspaceOf(context), what, Date.now());
  if (context.json) printJson(context, { restored: from, runs, aside });
  else {
    context.out(from === "empty" ? "The history is empty now." : `${from === "present" ? "What could be read of the state" : harmless(from)} is the state now, with ${countText(runs, "run")}.`);
    if (aside !== null) context.note(`What was there before lies in ${harmless(aside)}.`);
    if (from !== "empty") context.note("Schedules are paused, since runs that are not in it may have been made: look, then resume them.");
  }
  return exitCodes.done;
}

function workspaceOf({ workspaceOption }: CliContext): string {
  const workspace = findWorkspace(workspaceOption);
  requireWorkspace(workspace, workspaceOption !== undefined);
  return workspace;
}

function backupJson({ name, at, why, schema, bytes }: BackupFile): object {
  return { name, made_at: isoOf(at), why, schema, bytes };
}
