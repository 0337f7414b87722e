/** The commands below `assets`. */
import type { Command } from "commander";
import { examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const load = () => import("./commands/assets.ts");

export function declareAssets(program: Command, perform: Perform): void {
  const assets = program.command("assets").summary("what tasks load and DAGs wait for: list, look at, tell of a load").description("Lists the assets with who loads them, who waits for them and the last load; tells of loads from elsewhere.").addHelpText("after", examples("assets", "assets show claims.paid", "assets emit crm/sales.orders --rows 5000"));
  assets
    .command("list", { isDefault: true })
    .description("Lists the assets: the last load, the tasks that load them, the DAGs that wait for them and how much of what they need has come.")
    .option("--search <text>", "only those with these words in their name, or in that of a DAG or task that has to do with them")
    .option("--only <kind>", "awaited: a DAG has some of what it needs, and this is still to come; unloaded: no DAG loads it; unread: no DAG waits for it")
    .addHelpText("after", examples("assets list", "assets list --only awaited", "assets list --json | jq '.assets[] | select(.producers == [])'"))
    .action((options: { search?: string; only?: string }, command: Command) => perform(command, async (context) => (await load()).listAssets(context, options)));
  assets
    .command("show")
    .description("Shows the newest loads of one asset and the runs that they called for.")
    .argument("<name>", "name of the asset, such as claims.paid")
    .option("--limit <n>", "how many loads", "20")
    .addHelpText("after", examples("assets show claims.paid"))
    .action((name: string, options: { limit?: string }, command: Command) => perform(command, async (context) => (await load()).showAsset(context, name, options)));
  assets
    .command("emit")
    .description("Tells that an asset was loaded by something else: DAGs that wait for it run as if a task had. It is written into the audit trail.")
    .argument("<name>", "name of the asset, such as crm/sales.orders")
    .option("--rows <n>", "how many rows were loaded")
    .option("--note <text>", "what else is to be known; templates see it as extra.note")
    .addHelpText("after", examples("assets emit crm/sales.orders", 'assets emit s3://bucket/orders --rows 5000 --note "delivery 17"'))
    .action((name: string, options: { rows?: string; note?: string }, command: Command) => perform(command, async (context) => (await load()).emitAsset(context, name, options)));
}
