/** The commands below `queue`. */
import type { Command } from "commander";
import type { ShowOptions, TokenOptions } from "./commands/queue.ts";
import { examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const load = () => import("./commands/queue.ts");

export function declareQueues(program: Command, perform: Perform): void {
  const queue = program.command("queue").summary("events that start runs: turn on, off, look at").description("Shows the queue of a DAG and what became of its events, turns it on and off, and makes the token to post events with.").addHelpText("after", examples("queue show onboarding", "queue on onboarding", "queue token onboarding"));
  queue
    .command("show")
    .description("Shows whether the queue is on, how many events wait, which runs they started, and which were set aside and why.")
    .argument("<dag>", "id or file of the DAG")
    .option("--set-aside", "only events that were set aside")
    .option("--limit <n>", "at most so many of the newest events (default: 20; with --json: 100)")
    .addHelpText("after", examples("queue show onboarding", "queue show onboarding --set-aside --limit 500", "queue show onboarding --json | jq .set_aside"))
    .action((dag: string, options: ShowOptions, command: Command) => perform(command, async (context) => (await load()).showQueue(context, dag, options)));
  queue
    .command("on")
    .description("Turns the queue on: while an engine runs, each event starts a run. Makes the folder of one that has a folder.")
    .argument("<dag>", "id or file of the DAG")
    .addHelpText("after", examples("queue on onboarding"))
    .action((dag: string, _options: object, command: Command) => perform(command, async (context) => (await load()).setQueue(context, dag, true)));
  queue
    .command("off")
    .description("Turns the queue off: events stay where they lie, and what is posted is refused. Runs that are there go on.")
    .argument("<dag>", "id or file of the DAG")
    .addHelpText("after", examples("queue off onboarding"))
    .action((dag: string, _options: object, command: Command) => perform(command, async (context) => (await load()).setQueue(context, dag, false)));
  queue
    .command("token")
    .description("Makes the token that lets a program post events to the queue over HTTP, and shows it this once. The one before is worth nothing from then on.")
    .argument("<dag>", "id or file of the DAG")
    .option("--revoke", "make none, and end the one there is")
    .addHelpText("after", examples("queue token onboarding", "queue token onboarding --json | jq -r .token", "queue token onboarding --revoke"))
    .action((dag: string, options: TokenOptions, command: Command) => perform(command, async (context) => (await load()).queueToken(context, dag, options)));
}
