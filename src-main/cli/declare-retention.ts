/** The commands below `retention`. */
import type { Command } from "commander";
import type { PreviewOptions, RuleOptions } from "./commands/retention.ts";
import { examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

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
    .addHelpText("after", examples("retention rules", "retention rules --max-age 30d --automatic on", "retention rules --max-runs none"))
    .action((options: RuleOptions, command: Command) => perform(command, async (context) => (await load()).setRetentionRules(context, options)));
}
