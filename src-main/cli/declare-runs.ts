/** The commands below `runs`. */
import type { Command } from "commander";
import type { ClearOptions, ListOptions, LogOptions, MarkOptions } from "./commands/runs.ts";
import { each, examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const runHelp = "id of the run, or latest";
const latestHelp = `${runHelp} (the default)`;
const load = () => import("./commands/runs.ts");

export function declareRuns(program: Command, perform: Perform): void {
  const runs = program.command("runs").summary("list, show and steer runs").description("Lists, shows and steers runs.").addHelpText("after", examples("runs", "runs show claims latest", "runs logs claims latest -f"));
  runs
    .command("list", { isDefault: true })
    .description("Lists runs, the newest first.")
    .argument("[dag]", "only of this DAG")
    .option("--state <state>", "only in this state; may be repeated", each)
    .option("--limit <n>", "at most so many (default: 20)")
    .addHelpText("after", examples("runs list", "runs list claims --state failed"))
    .action((dag: string | undefined, options: ListOptions, command: Command) => perform(command, async (context) => (await load()).listRuns(context, dag, options)));
  runs
    .command("show")
    .description("Shows a run and its tasks.")
    .argument("<dag>", "id of the DAG")
    .argument("[run]", latestHelp)
    .addHelpText("after", examples("runs show claims", "runs show claims manual__2026-01-31T06:00:00+00:00 --json"))
    .action((dag: string, run: string | undefined, _options: object, command: Command) => perform(command, async (context) => (await load()).showRun(context, dag, run)));
  runs
    .command("logs")
    .description("Prints the log of a task's latest try.")
    .argument("<dag>", "id of the DAG")
    .argument("[run]", latestHelp)
    .argument("[task]", "id of the task (default: the first that failed, or the only one)")
    .option("--try <n>", "an earlier try")
    .option("-f, --follow", "go on until the try has ended")
    .addHelpText("after", examples("runs logs claims latest dim_member", "runs logs claims latest dim_member --try 1", "runs logs claims latest dim_member -f"))
    .action((dag: string, run: string | undefined, task: string | undefined, options: LogOptions, command: Command) => perform(command, async (context) => (await load()).showLog(context, [dag, run, task], options)));
  declareActions(runs, perform);
}

function declareActions(runs: Command, perform: Perform): void {
  runs
    .command("clear")
    .description("Runs tasks of a run again, and by default what depends on them.")
    .argument("<dag>", "id of the DAG")
    .argument("<run>", runHelp)
    .option("--task <id>", "only this task; may be repeated (default: all)", each)
    .option("--upstream", "what it depends on, too")
    .option("--no-downstream", "without what depends on it")
    .option("--only-failed", "only tasks that failed")
    .option("--dry-run", "say which, do nothing")
    .option("--wait", "follow the run to its end")
    .addHelpText("after", examples("runs clear claims latest --only-failed", "runs clear claims latest --task dim_member --dry-run"))
    .action((dag: string, run: string, options: ClearOptions, command: Command) => perform(command, async (context) => (await load()).clearRun(context, dag, run, options)));
  runs
    .command("mark")
    .description("Sets the state of a run, or of one task, by hand.")
    .argument("<dag>", "id of the DAG")
    .argument("<run>", runHelp)
    .argument("<state>", "success or failed")
    .option("--task <id>", "only this task")
    .option("--reason <text>", "why, for the history")
    .addHelpText("after", examples("runs mark claims latest success --task load --reason 'loaded by hand'"))
    .action((dag: string, run: string, state: string, options: MarkOptions, command: Command) => perform(command, async (context) => (await load()).markRun(context, [dag, run, state], options)));
  runs
    .command("cancel")
    .description("Cancels a run: its tasks are stopped with all their children.")
    .argument("<dag>", "id of the DAG")
    .argument("[run]", latestHelp)
    .addHelpText("after", examples("runs cancel claims latest"))
    .action((dag: string, run: string | undefined, _options: object, command: Command) => perform(command, async (context) => (await load()).cancelRun(context, dag, run)));
}
