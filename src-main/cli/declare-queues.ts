/** The commands below `queue`. */
import type { Command } from "commander";
import { examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const load = () => import("./commands/queue.ts");

export function declareQueues(program: Command, perform: Perform): void {
  const queue = program.command("queue").summary("events that start runs: turn on, off, look at").description("Shows the queue of a DAG and what became of its events, turns it on and off.").addHelpText("after", examples("queue show onboarding", "queue on onboarding"));
  queue
    .command("show")
    .description("Shows whether the queue is on, how many events wait, which runs they started, and which were set aside and why.")
    .argument("<dag>", "id or file of the DAG")
    .addHelpText("after", examples("queue show onboarding", "queue show onboarding --json | jq .set_aside"))
    .action((dag: string, _options: object, command: Command) => perform(command, async (context) => (await load()).showQueue(context, dag)));
  queue
    .command("on")
    .description("Turns the queue on: while an engine runs, each event starts a run. Makes its folder.")
    .argument("<dag>", "id or file of the DAG")
    .addHelpText("after", examples("queue on onboarding"))
    .action((dag: string, _options: object, command: Command) => perform(command, async (context) => (await load()).setQueue(context, dag, true)));
  queue
    .command("off")
    .description("Turns the queue off: events stay where they lie. Runs that are there go on.")
    .argument("<dag>", "id or file of the DAG")
    .addHelpText("after", examples("queue off onboarding"))
    .action((dag: string, _options: object, command: Command) => perform(command, async (context) => (await load()).setQueue(context, dag, false)));
}
