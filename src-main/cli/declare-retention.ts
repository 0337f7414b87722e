/** The commands below `retention`, and those of the archive. */
import type { Command } from "commander";
import type { ArchiveSearchOptions } from "./commands/archive.ts";
import type { PreviewOptions, RuleOptions } from "./commands/retention.ts";
import { examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const loadArchive = () => import("./commands/archive.ts");
const load = () => import("./commands/retention.ts");

export function declareRetention(program: Command, perform: Perform): void {
  const retention = program.command("retention").summary("see which old runs would go, and drop them").description("Shows which old runs would go and why the others stay, and drops them.").addHelpText("after", examples("retention", "retention preview claims --list", "retention rules --max-age 30d --max-runs 500", "retention run"));
  retention
    .command("preview", { isDefault: true })
    .description("Shows what would go, by DAG, and why the other runs stay. Changes nothing.")
    .argument("[dag]", "id or file of the DAG (default: all)")
    .option("--list", "every run that would go; with a DAG")
    .addHelpText("after", examples("retention", "retention preview claims --list", "retention --json | jq .drops"))
    .action((dag: string | undefined, options: PreviewOptions, command: Command) => perform(command, async (context) => (await load()).previewRetention(context, dag, options)));
  retention
    .command("run")
    .description("Drops the runs that may go, with their logs. Scheduling goes on meanwhile.")
    .argument("[dag]", "id or file of the DAG (default: all)")
    .addHelpText("after", examples("retention run", "retention run claims --json"))
    .action((dag: string | undefined, _options: object, command: Command) => perform(command, async (context) => (await load()).runRetention(context, dag)));
  retention
    .command("cancel")
    .description("Ends the dropping that is under way. What is dropped stays so.")
    .addHelpText("after", examples("retention cancel"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).cancelRetention(context)));
  retention
    .command("rules")
    .description("Shows which runs the workspace keeps, or writes it into dagwright.json. A DAG file may say its own with `retention`.")
    .option("--max-age <duration>", "runs that ended longer ago may go, such as 30d; none lifts the bound")
    .option("--max-runs <n>", "of the newest runs of each DAG so many stay; none lifts the bound")
    .option("--automatic <on|off>", "drop once a day what may go, while an engine is there")
    .option("--event-keys <duration>", "for so long keys of events are kept at least, such as 30d")
    .option("--archive <on|off>", "put what goes into Parquet files in .dagwright/archive before")
    .addHelpText("after", examples("retention rules", "retention rules --max-age 30d --automatic on", "retention rules --archive on", "retention rules --max-runs none"))
    .action((options: RuleOptions, command: Command) => perform(command, async (context) => (await load()).setRetentionRules(context, options)));
  retention
    .command("archives")
    .description("Lists the files that hold dropped runs.")
    .addHelpText("after", examples("retention archives", "retention archives --json"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await loadArchive()).listArchives(context)));
}

export function declareArchive(program: Command, perform: Perform): void {
  const archive = program.command("archive").summary("look for dropped runs in the archive").description("Looks for runs that retention dropped, in the Parquet files of the archive.").addHelpText("after", examples("archive search 4711", "archive search --dag claims --from 2026-01-01", "archive show claims RUN_ID"));
  archive
    .command("search")
    .description("Finds archived runs by what they carry: a search key, an id, a value of conf or params. Newest first.")
    .argument("[value]", "what is known, or a part of it (default: all runs)")
    .option("--exact", "the whole value only")
    .option("--dag <dag>", "id of the DAG, which need not be there any more")
    .option("--run <run>", "id of the run")
    .option("--state <state>", "success or failed")
    .option("--from <time>", "queued at or after, such as 2026-01-01 or 2026-01-01T06:00:00Z")
    .option("--to <time>", "queued before")
    .option("--limit <n>", "so many at most", "50")
    .option("--offset <n>", "leave out so many of the newest", "0")
    .addHelpText("after", examples("archive search 4711", "archive search --dag claims --state failed --json"))
    .action((value: string | undefined, options: ArchiveSearchOptions, command: Command) => perform(command, async (context) => (await loadArchive()).searchArchive(context, value, options)));
  archive
    .command("show")
    .description("Shows an archived run with its tasks and tries, what it can be found by, and what was done with it.")
    .argument("<dag>", "id of the DAG, which need not be there any more")
    .argument("<run>", "id of the run")
    .addHelpText("after", examples("archive show claims scheduled__2026-01-01T00:00:00+00:00", "archive show claims RUN_ID --json"))
    .action((dag: string, run: string, _options: object, command: Command) => perform(command, async (context) => (await loadArchive()).showArchived(context, dag, run)));
}
