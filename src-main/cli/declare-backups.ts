/** The commands below `backup`. */
import type { Command } from "commander";
import { examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const load = () => import("./commands/backup.ts");

export function declareBackups(program: Command, perform: Perform): void {
  const backup = program.command("backup").summary("list, make, restore backups of the state").description("Lists, makes and restores backups of the state: runs, tasks, versions, everything in state.db.").addHelpText("after", examples("backup", "backup make", "backup restore latest"));
  backup
    .command("list", { isDefault: true })
    .description("Lists the backups, the newest first. Works where the state is damaged.")
    .addHelpText("after", examples("backup", "backup list --json | jq -r '.backups[0].name'"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).listBackups(context)));
  backup
    .command("make")
    .description("Makes a backup and reads it back. Scheduling goes on meanwhile.")
    .addHelpText("after", examples("backup make", "backup make --json"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).makeBackup(context)));
  backup
    .command("restore")
    .description("Puts a backup in the place of the state, while nothing serves the workspace. What was there before is set aside, never deleted; schedules are paused.")
    .argument("<what>", "name of a backup, latest, present (what can be read of the state as it is), or empty (no history)")
    .addHelpText("after", examples("backup restore latest", "backup restore present"))
    .action((what: string, _options: object, command: Command) => perform(command, async (context) => (await load()).restoreBackup(context, what)));
}
