/** The commands below `history`. */
import type { Command } from "commander";
import type { CompactOptions } from "./commands/history.ts";
import { examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const load = () => import("./commands/history.ts");

export function declareHistory(program: Command, perform: Perform): void {
  const history = program.command("history").summary("see what the history takes, and pack old runs").description("Shows what the history of runs takes, and packs old runs into few bytes.").addHelpText("after", examples("history", "history compact", "history compact --older-than 1d --json"));
  history
    .command("status", { isDefault: true })
    .description("Shows how many runs there are, how many of them are packed and how many may be, and what they take. Changes nothing.")
    .addHelpText("after", examples("history", "history --json | jq .due"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).showHistory(context)));
  history
    .command("compact")
    .description("Packs the runs that ended long enough ago. They are read and changed as ever; scheduling goes on meanwhile.")
    .option("--older-than <duration>", "runs that ended longer ago than this, such as 1d or 0s (default: `history.compact_after` of dagwright.json, or else 7d)")
    .addHelpText("after", examples("history compact", "history compact --older-than 1d"))
    .action((options: CompactOptions, command: Command) => perform(command, async (context) => (await load()).compactHistory(context, options)));
  history
    .command("cancel")
    .description("Ends the packing that is under way. What is packed stays so.")
    .addHelpText("after", examples("history cancel"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).cancelCompaction(context)));
}
