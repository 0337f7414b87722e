/** The commands below `schedule`. */
import type { Command } from "commander";
import type { DeadlineOptions } from "./commands/deadlines.ts";
import type { SkippedOptions, TurnOnOptions } from "./commands/schedule.ts";
import type { SimulateOptions } from "./commands/schedule-simulate.ts";
import { examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const load = () => import("./commands/schedule.ts");

export function declareSchedules(program: Command, perform: Perform): void {
  const schedule = program.command("schedule").summary("see what runs by itself, turn it on and off").description("Shows what runs by itself and what would run, turns schedules on and off.").addHelpText("after", examples("schedule", "schedule show claims", "schedule on claims --yes"));
  schedule
    .command("list", { isDefault: true })
    .description("Lists the schedules: whether they are on, and when they fire next.")
    .addHelpText("after", examples("schedule list", "schedule list --json"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).listSchedules(context)));
  schedule
    .command("show")
    .description("Shows what a schedule would do if it were turned on now: which runs it would make for the past, how long they take, and when it fires next.")
    .argument("<dag>", "id or file of the DAG")
    .addHelpText("after", examples("schedule show claims", "schedule show claims --json | jq .runs.count"))
    .action((dag: string, _options: object, command: Command) => perform(command, async (context) => (await load()).showSchedule(context, dag)));
  schedule
    .command("on")
    .description("Turns a schedule on, and shows what that does. Where it makes runs for the past, it asks for --yes or --from-now.")
    .argument("<dag>", "id or file of the DAG")
    .option("--yes", "make the runs for the past")
    .option("--from-now", "make none for the past, whatever `catchup` says")
    .addHelpText("after", examples("schedule on claims", "schedule on claims --yes", "schedule on claims --from-now"))
    .action((dag: string, options: TurnOnOptions, command: Command) => perform(command, async (context) => (await load()).turnOn(context, dag, options)));
  schedule
    .command("off")
    .description("Turns a schedule off. Runs that are there go on.")
    .argument("<dag>", "id or file of the DAG")
    .addHelpText("after", examples("schedule off claims"))
    .action((dag: string, _options: object, command: Command) => perform(command, async (context) => (await load()).turnOff(context, dag)));
  schedule
    .command("pause")
    .description("Lets nothing of the workspace run by schedule until `schedule resume`. Each schedule stays on or off; runs that are there go on.")
    .addHelpText("after", examples("schedule pause"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).pauseAll(context, true)));
  schedule
    .command("resume")
    .description("Lets schedules go on. What was missed meanwhile is dealt with by the `catchup` of each DAG.")
    .addHelpText("after", examples("schedule resume"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).pauseAll(context, false)));
  schedule
    .command("skipped")
    .description("Lists the instants of schedules that made no run, and why: missed, or another run was still going.")
    .argument("[dag]", "only of this DAG")
    .option("--limit <n>", "at most so many (default: 20)")
    .addHelpText("after", examples("schedule skipped", "schedule skipped claims --json"))
    .action((dag: string | undefined, options: SkippedOptions, command: Command) => perform(command, async (context) => (await load()).listSkipped(context, dag, options)));
  program
    .command("deadlines")
    .summary("list deadlines: what was missed, and what comes next")
    .description("Lists the deadlines that were missed, the newest first, and with --waiting those that come next. Deadlines stand in DAG files, under `deadlines`.")
    .argument("[dag]", "only of this DAG")
    .option("--run <id>", "only of this run of the DAG")
    .option("--waiting", "those that come next instead")
    .option("--limit <n>", "at most so many (default: 20)")
    .addHelpText("after", examples("deadlines", "deadlines claims --waiting", "deadlines --json | jq .deadlines[0].reason"))
    .action((dag: string | undefined, options: DeadlineOptions, command: Command) => perform(command, async (context) => (await import("./commands/deadlines.ts")).listDeadlines(context, dag, options)));
  schedule
    .command("simulate")
    .description("Shows the weeks to come: how many runs, which DAGs start together, how full the pools get by what runs took before, and what changes of the clock do.")
    .option("--days <n>", "how many days, 366 at most (default: 28)")
    .option("--only-on", "only schedules that are on")
    .addHelpText("after", examples("schedule simulate", "schedule simulate --days 7 --only-on", "schedule simulate --json | jq .oddities"))
    .action((options: SimulateOptions, command: Command) => perform(command, async (context) => (await import("./commands/schedule-simulate.ts")).simulateSchedules(context, options)));
}
