/** The commands of backfills. */
import type { Command } from "commander";
import type { BackfillOptions, CancelOptions, ListOptions, ReasonOptions, ResumeOptions, ShowOptions } from "./commands/backfill.ts";
import { each, examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const load = () => import("./commands/backfill.ts");
const idHelp = "number of the backfill, as `backfill list` prints it";

export function declareBackfills(program: Command, perform: Perform): void {
  const backfill = program
    .command("backfill")
    .summary("run a DAG for dates of the past")
    .description("Runs a DAG for the instants of its schedule in a range of the past: says exactly what it would do, does it, and can be paused, resumed and cancelled.")
    .addHelpText("after", examples("backfill claims --from 2026-01-01 --to 2026-01-31 --dry-run", "backfill claims --from 2026-01-01 --to 2026-01-31 --reprocess failed", "backfill list"));
  declareStart(backfill, perform);
  declareLooks(backfill, perform);
  declareSteering(backfill, perform);
}

function declareStart(backfill: Command, perform: Perform): void {
  backfill
    .command("start", { isDefault: true })
    .description("Begins a backfill and follows it. Its runs go beside the DAG's own, and survive a crash of the engine. A DAG with the name of one of these commands is given as `backfill start DAG`. Exits with 1 when a run failed.")
    .argument("<dag>", "id or file of the DAG")
    .requiredOption("--from <time>", "first day in the time zone of the schedule, such as 2026-01-01, or an instant")
    .requiredOption("--to <time>", "last day or instant; it belongs to the range")
    .option("--dry-run", "say what would be done, interval by interval, and do nothing")
    .option("--task <id>", "only this task; may be repeated (default: all)", each)
    .option("--upstream", "what the tasks depend on, too")
    .option("--downstream", "what depends on the tasks, too")
    .option("--reprocess <what>", "what becomes of dates that have a run: none, failed, completed, or failed-and-missing, task by task (default: none)")
    .option("--backwards", "the newest date first")
    .option("--max-active-runs <n>", "runs at once (default: the DAG's max_active_runs)")
    .option("--conf <json>", "configuration of its runs, a JSON object or @FILE")
    .option("--param <name=value>", "value of a param; may be repeated", each)
    .option("--reason <text>", "why, for the audit trail")
    .option("--no-wait", "leave it to the engine that serves the workspace")
    .addHelpText("after", examples("backfill claims --from 2026-01-01 --to 2026-01-31 --dry-run --json", "backfill claims --from 2026-01-01 --to 2026-01-31 --task fact_claim --downstream --reprocess completed", "backfill claims --from 2026-01-01T06:00Z --to 2026-01-02T06:00Z --backwards --max-active-runs 4"))
    .action((dag: string, options: BackfillOptions, command: Command) => perform(command, async (context) => (await load()).startBackfill(context, dag, options)));
}

function declareLooks(backfill: Command, perform: Perform): void {
  backfill
    .command("list")
    .description("Lists backfills with how far they are, the newest first.")
    .argument("[dag]", "only of this DAG")
    .option("--open", "only those that are not over")
    .option("--limit <n>", "at most so many (default: 20)")
    .addHelpText("after", examples("backfill list", "backfill list claims --open --json"))
    .action((dag: string | undefined, options: ListOptions, command: Command) => perform(command, async (context) => (await load()).listBackfills(context, dag, options)));
  backfill
    .command("show")
    .description("Shows a backfill and its dates.")
    .argument("<id>", idHelp)
    .option("--limit <n>", "at most so many dates (default: 50; with --json: all)")
    .addHelpText("after", examples("backfill show 3", "backfill show 3 --json"))
    .action((id: string, options: ShowOptions, command: Command) => perform(command, async (context) => (await load()).showBackfill(context, id, options)));
}

function declareSteering(backfill: Command, perform: Perform): void {
  backfill
    .command("pause")
    .description("Begins nothing more of a backfill; what runs goes on.")
    .argument("<id>", idHelp)
    .option("--reason <text>", "why, for the audit trail")
    .addHelpText("after", examples("backfill pause 3"))
    .action((id: string, options: ReasonOptions, command: Command) => perform(command, async (context) => (await load()).pauseBackfill(context, id, options)));
  backfill
    .command("resume")
    .description("Goes on with a backfill that is paused, and follows it; also with one that an engine left when it ended.")
    .argument("<id>", idHelp)
    .option("--reason <text>", "why, for the audit trail")
    .option("--no-wait", "leave it to the engine that serves the workspace")
    .addHelpText("after", examples("backfill resume 3"))
    .action((id: string, options: ResumeOptions, command: Command) => perform(command, async (context) => (await load()).resumeBackfill(context, id, options)));
  backfill
    .command("cancel")
    .description("Ends a backfill: it makes no more runs. What runs goes on, unless --stop.")
    .argument("<id>", idHelp)
    .option("--stop", "stop what runs, too")
    .option("--reason <text>", "why, for the audit trail")
    .addHelpText("after", examples("backfill cancel 3", "backfill cancel 3 --stop --reason 'wrong month'"))
    .action((id: string, options: CancelOptions, command: Command) => perform(command, async (context) => (await load()).cancelBackfill(context, id, options)));
}
