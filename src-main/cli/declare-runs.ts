/** The commands below `runs`. */
import type { Command } from "commander";
import type { CompareOptions } from "./commands/compare.ts";
import type { ListOptions, LogOptions } from "./commands/runs.ts";
import { declareActs } from "./declare-acts.ts";
import { each, examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";
import { readOnlyOption } from "./reading-note.ts";

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
    .option(...readOnlyOption)
    .addHelpText("after", examples("runs list", "runs list claims --state failed"))
    .action((dag: string | undefined, options: ListOptions, command: Command) => perform(command, async (context) => (await load()).listRuns(context, dag, options)));
  runs
    .command("show")
    .description("Shows a run and its tasks.")
    .argument("<dag>", "id of the DAG")
    .argument("[run]", latestHelp)
    .option(...readOnlyOption)
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
    .option(...readOnlyOption)
    .addHelpText("after", examples("runs logs claims latest dim_member", "runs logs claims latest dim_member --try 1", "runs logs claims latest dim_member -f"))
    .action((dag: string, run: string | undefined, task: string | undefined, options: LogOptions, command: Command) => perform(command, async (context) => (await load()).showLog(context, [dag, run, task], options)));
  runs
    .command("why")
    .description("Says what each task that does not run waits for, and who holds it.")
    .argument("<dag>", "id of the DAG")
    .argument("[run]", latestHelp)
    .argument("[task]", "id of the task (default: all that wait)")
    .option(...readOnlyOption)
    .addHelpText("after", examples("runs why claims", "runs why claims latest dim_member --json"))
    .action((dag: string, run: string | undefined, task: string | undefined, _options: object, command: Command) => perform(command, async (context) => (await import("./commands/why.ts")).whyWaiting(context, dag, run, task)));
  declareActs(program, runs, perform);
  declareCompare(program, perform);
}

function declareCompare(program: Command, perform: Perform): void {
  program
    .command("compare")
    .summary("say what is different between two runs")
    .description("Sets a run beside another one of its DAG, and says what is different: states, durations, rows, checks, params, conf, the DAG's own version, what was rendered, and the first line of the log that is another.")
    .argument("<dag>", "id or file of the DAG")
    .argument("[runs...]", "the run to look at (default: latest), then what to compare it with: a run, latest, or previous (default: as --last-good)")
    .option("--last-good", "compare with the newest run before it that succeeded")
    .option("--all", "list tasks with small differences too")
    .option(...readOnlyOption)
    .addHelpText("after", examples("compare claims", "compare claims latest --last-good", "compare claims manual__2026-01-31T06:00:00+00:00 previous", "compare claims latest --json | jq .differences"))
    .action((dag: string, runs: string[], options: CompareOptions, command: Command) => perform(command, async (context) => (await import("./commands/compare.ts")).compareCommand(context, dag, runs, options)));
}
