/** The commands that act on runs, and the trail of what was done. */
import type { Command } from "commander";
import type { AuditOptions } from "./commands/audit.ts";
import type { AgainOptions, CancelOptions, ClearOptions, MarkOptions, NoteOptions } from "./commands/run-acts.ts";
import { each, examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const runHelp = "id of the run, or latest";
const runsHelp = `${runHelp}, or all (with --from and --to)`;
const latestHelp = `${runHelp} (the default)`;
const load = () => import("./commands/run-acts.ts");

export function declareActs(program: Command, runs: Command, perform: Perform): void {
  declareClear(runs, perform);
  declareMark(runs, perform);
  declareSmallActs(runs, perform);
  declareAgain(runs, perform);
  declareAudit(program, perform);
}

/** Options that say which tasks of which runs. */
function withScope(command: Command): Command {
  return command
    .option("--task <id>", "only this task; may be repeated (default: all)", each)
    .option("--upstream", "what it depends on, too")
    .option("--only-failed", "only tasks that failed")
    .option("--past", "the same tasks in all earlier runs, too")
    .option("--future", "the same tasks in all later runs, too")
    .option("--from <time>", "with all: runs of this logical date and later")
    .option("--to <time>", "with all: runs of this logical date and earlier")
    .option("--dry-run", "say which, do nothing");
}

function declareClear(runs: Command, perform: Perform): void {
  withScope(runs.command("clear"))
    .description("Runs tasks of a run again, and by default what depends on them. All or nothing of each run; --dry-run prints the list.")
    .argument("<dag>", "id of the DAG")
    .argument("<run>", runsHelp)
    .option("--no-downstream", "without what depends on it")
    .option("--reason <text>", "why, for the audit trail")
    .option("--wait", "follow the run to its end")
    .addHelpText("after", examples("runs clear claims latest --only-failed", "runs clear claims latest --task dim_member --dry-run", "runs clear claims all --from 2026-01-01 --to 2026-01-31 --task dim_member"))
    .action((dag: string, run: string, options: ClearOptions, command: Command) => perform(command, async (context) => (await load()).clearRun(context, dag, run, options)));
}

function declareMark(runs: Command, perform: Perform): void {
  withScope(runs.command("mark"))
    .description("Sets the state of a run, or of some tasks, by hand.")
    .argument("<dag>", "id of the DAG")
    .argument("<run>", runsHelp)
    .argument("<state>", "success or failed")
    .option("--downstream", "what depends on it, too")
    .option("--reason <text>", "why, for the task and the audit trail")
    .addHelpText("after", examples("runs mark claims latest success --task load --reason 'loaded by hand'", "runs mark claims all success --from 2026-01-01 --reason 'late data' --dry-run"))
    .action((dag: string, run: string, state: string, options: MarkOptions, command: Command) => perform(command, async (context) => (await load()).markRun(context, [dag, run, state], options)));
}

function declareSmallActs(runs: Command, perform: Perform): void {
  runs
    .command("cancel")
    .description("Cancels a run: its tasks are stopped with all their children.")
    .argument("<dag>", "id of the DAG")
    .argument("[run]", latestHelp)
    .option("--reason <text>", "why, for the audit trail")
    .addHelpText("after", examples("runs cancel claims latest"))
    .action((dag: string, run: string | undefined, options: CancelOptions, command: Command) => perform(command, async (context) => (await load()).cancelRun(context, dag, run, options)));
  runs
    .command("note")
    .description("Prints the note on a run or a task of it, or writes it.")
    .argument("<dag>", "id of the DAG")
    .argument("<run>", runHelp)
    .argument("[text]", 'the note, in Markdown; "" removes it')
    .option("--task <id>", "the note on this task")
    .addHelpText("after", examples("runs note claims latest", "runs note claims latest 'late file, ticket 12'", "runs note claims latest --task load ''"))
    .action((dag: string, run: string, text: string | undefined, options: NoteOptions, command: Command) => perform(command, async (context) => (await load()).noteOnRun(context, [dag, run, text], options)));
}

function declareAgain(runs: Command, perform: Perform): void {
  runs
    .command("again")
    .description("Runs a run again as a new one, with the same conf, params, logical date and choice of tasks unless others are given, and follows it to its end.")
    .argument("<dag>", "id of the DAG")
    .argument("[run]", latestHelp)
    .option("--then", "on the version of the DAG that the run had (default: today's)")
    .option("--from <task>", "only this task and what comes after it, on the version of then; values of the tasks before stand in")
    .option("--conf <json>", "another configuration, a JSON object or @FILE")
    .option("--param <name=value>", "another value of a param; may be repeated", each)
    .addHelpText("after", examples("runs again claims", "runs again claims manual__2026-01-31T06:00:00+00:00 --then", "runs again claims latest --from fact_claim --param min_rows=10"))
    .action((dag: string, run: string | undefined, options: AgainOptions, command: Command) => perform(command, async (context) => (await load()).runAgain(context, dag, run, options)));
}

function declareAudit(program: Command, perform: Perform): void {
  const audit = program.command("audit").summary("list what people did, and take it back").description("Lists what people did to runs, schedules and notes, and takes it back.").addHelpText("after", examples("audit", "audit list claims --since 2026-01-01 --json", "audit undo 42"));
  audit
    .command("list", { isDefault: true })
    .description("Lists what people did, the newest first. The trail is never changed nor shortened.")
    .argument("[dag]", "only of this DAG")
    .option("--run <id>", "only of this run")
    .option("--act <act>", "only this act, such as task.clear; may be repeated", each)
    .option("--by <kind>", "only from desktop, browser, cli or engine")
    .option("--search <text>", "only with this in ids, names or reasons")
    .option("--since <time>", "only from this time on")
    .option("--until <time>", "only before this time")
    .option("--limit <n>", "at most so many (default: 20; with --json: 1,000)")
    .addHelpText("after", examples("audit", "audit list claims --act task.clear --act task.markSuccess", "audit list --since 2026-01-01 --json > audit.json"))
    .action((dag: string | undefined, options: AuditOptions, command: Command) => perform(command, async (context) => (await import("./commands/audit.ts")).listAudit(context, dag, options)));
  audit
    .command("undo")
    .description("Takes back a clear or mark whose tasks have not begun since, a note, or the switch of a schedule.")
    .argument("<entry>", "number of the entry, as `audit` prints it")
    .addHelpText("after", examples("audit undo 42"))
    .action((entry: string, _options: object, command: Command) => perform(command, async (context) => (await import("./commands/audit.ts")).undoEntry(context, entry)));
}
