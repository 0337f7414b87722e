/** The commands `capsule`, `open` and `incident`. */
import type { Command } from "commander";
import type { ExportOptions, IncidentOptions } from "./commands/capsule.ts";
import { each, examples } from "./declare-commands.ts";
import type { Perform } from "./program.ts";

const runHelp = "id of the run, or latest (the default)";
const load = () => import("./commands/capsule.ts");

export function declareCapsules(program: Command, perform: Perform): void {
  const capsule = program.command("capsule").summary("pack a run into one file, open one").description("Packs a run into one file, opens such a file, or says what is in it.").addHelpText("after", examples("capsule export claims latest", "capsule show claims.dagwright-run", "capsule open claims.dagwright-run"));
  capsule
    .command("export")
    .description("Packs a run into one file: its graph, params, times, logs, checks, and the tables that it filled. Secrets are taken out.")
    .argument("<dag>", "id or file of the DAG")
    .argument("[run]", runHelp)
    .option("-o, --out <file>", "where to (default: DAG-RUN.dagwright-run here)")
    .option("--force", "write over a file that is there")
    .option("--no-logs", "without logs")
    .option("--no-tables", "without rows of tables")
    .option("--no-xcoms", "without values handed on")
    .option("--no-names", "without the names of this computer, of the workspace and of people")
    .option("--rows <n>", "rows of each table at most (default: 100,000)")
    .option("--mask <table.column>", "mask a column: TABLE.COLUMN hashes it, TABLE.COLUMN=replace replaces it; may be repeated", each)
    .option("--mask-param <name>", "take out the value of a param; may be repeated", each)
    .option("--mask-conf <key>", "take out a value of conf; may be repeated", each)
    .addHelpText("after", examples("capsule export claims latest -o claims.dagwright-run", "capsule export claims latest --mask warehouse.member.email --mask-param user_id"))
    .action((dag: string, run: string | undefined, options: ExportOptions, command: Command) => perform(command, async (context) => (await load()).exportCapsule(context, dag, run, options)));
  const open = (name: string, parent: Command): Command =>
    parent
      .command(name)
      .summary("open a run capsule in this workspace")
      .description("Opens a run capsule in this workspace: it can be looked at in the window and in the browser. Nothing in it runs by that.")
      .argument("<file>", "the capsule, *.dagwright-run")
      .addHelpText("after", examples(`${parent === program ? "" : "capsule "}open claims.dagwright-run`))
      .action((file: string, _options: object, command: Command) => perform(command, async (context) => (await load()).openCapsule(context, file)));
  open("open", capsule);
  capsule
    .command("show")
    .description("Says what is in a run capsule. Needs no workspace.")
    .argument("<file>", "the capsule, *.dagwright-run")
    .addHelpText("after", examples("capsule show claims.dagwright-run", "capsule show claims.dagwright-run --json | jq .outputs"))
    .action((file: string, _options: object, command: Command) => perform(command, async (context) => (await load()).showCapsule(context, file)));
  open("open", program);
  program
    .command("incident")
    .summary("write the page that tells of a failure")
    .description("Writes one self-contained HTML page about a failed run: what failed and why, the log around it, what changed since it last worked.")
    .argument("<dag>", "id or file of the DAG")
    .argument("[run]", runHelp)
    .option("-o, --out <file>", 'where to; "-" is standard output (default: incident-DAG-RUN.html here)')
    .option("--force", "write over a file that is there")
    .option("--mask-column <name>", "mask a column of failing rows; may be repeated", each)
    .addHelpText("after", examples("incident claims latest", "incident claims latest --mask-column email -o incident.html"))
    .action((dag: string, run: string | undefined, options: IncidentOptions, command: Command) => perform(command, async (context) => (await load()).incident(context, dag, run, options)));
}
