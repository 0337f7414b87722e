/** The commands at the top level. Each one's work is loaded only when it is called, so that `--help` stays quick. */
import { Option, type Command } from "commander";
import type { DiffOptions } from "./commands/diff.ts";
import type { EditOptions } from "./commands/edit.ts";
import type { EditFlag, EditWord } from "./edit-requests.ts";
import type { FindOptions } from "./commands/find.ts";
import type { InitOptions } from "./commands/init.ts";
import type { TryOptions } from "./commands/try.ts";
import type { RunOptions } from "./commands/run.ts";
import type { ServeOptions } from "./commands/serve.ts";
import type { SqlOptions } from "./commands/sql.ts";
import type { TrustOptions } from "./commands/trust.ts";
import type { Perform } from "./program.ts";
import { readOnlyOption } from "./reading-note.ts";

/** Gathers an option that may be repeated. It has no default, because the help would print that as `[]`. */
export const each = (value: string, before: readonly string[] = []): string[] => [...before, value];

export function declareCommands(program: Command, perform: Perform): void {
  declareInit(program, perform);
  declareValidate(program, perform);
  declareEdit(program, perform);
  declareDiff(program, perform);
  declareRun(program, perform);
  declareTry(program, perform);
  declareFind(program, perform);
  declareSql(program, perform);
  declareServe(program, perform);
  declareTrust(program, perform);
  declareNotify(program, perform);
  declarePools(program, perform);
  declareHealth(program, perform);
  declareDoctor(program, perform);
}

function declareInit(program: Command, perform: Perform): void {
  program
    .command("init")
    .summary("make a workspace from a bundled sample")
    .description("Makes a workspace from a bundled sample. Overwrites nothing.")
    .argument("[dir]", "a folder that is new or empty")
    .option("--sample <name>", "which sample (default: the first of --list)")
    .option("--merge", "add the files that a filled folder lacks")
    .option("--list", "list the samples")
    .addHelpText("after", examples("init my-workspace", "init --list", "init my-onboarding --sample onboarding"))
    .action((folder: string | undefined, options: InitOptions, command: Command) =>
      perform(command, async (context) => {
        const { initCommand, listSamplesCommand } = await import("./commands/init.ts");
        if (options.list) return listSamplesCommand(context);
        if (folder === undefined) return command.error("error: missing required argument 'dir'", { exitCode: 2 });
        return initCommand(context, folder, options);
      }),
    );
}

function declareNotify(program: Command, perform: Perform): void {
  const load = () => import("./commands/notify.ts");
  const notify = program.command("notify").summary("list and test channels, show messages").description("Lists and tests the channels that messages go to, and shows what became of the messages of a run.").addHelpText("after", examples("notify", "notify test team", "notify show claims latest"));
  notify
    .command("list", { isDefault: true })
    .description("Lists the channels of dagwright.json.")
    .addHelpText("after", examples("notify list", "notify list --json"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).listChannels(context)));
  notify
    .command("test")
    .description("Sends a message that says that it is a test.")
    .argument("<channel>", "name of the channel")
    .addHelpText("after", examples("notify test team"))
    .action((channel: string, _options: object, command: Command) => perform(command, async (context) => (await load()).testChannel(context, channel)));
  notify
    .command("show")
    .description("Shows the messages that a run has called for: sent, waiting, or given up and why.")
    .argument("<dag>", "id of the DAG")
    .argument("[run]", "id of the run, or latest (the default)")
    .addHelpText("after", examples("notify show claims", "notify show claims latest --json"))
    .action((dag: string, run: string | undefined, _options: object, command: Command) => perform(command, async (context) => (await load()).messagesOfRun(context, dag, run)));
}

function declareValidate(program: Command, perform: Perform): void {
  program
    .command("validate")
    .summary("check DAG files")
    .description("Checks *.dag.yaml files and prints everything that is wrong with them. Exits with 2 when a file has an error; warnings alone are 0.")
    .argument("[path...]", "files or folders (default: the whole workspace)")
    .addHelpText("after", examples("validate", "validate dags/claims.dag.yaml", "validate --json | jq '.diagnostics[].message'"))
    .action((paths: string[], _options: object, command: Command) => perform(command, async (context) => (await import("./commands/validate.ts")).validateCommand(context, paths)));
}

function declareEdit(program: Command, perform: Perform): void {
  const words: EditWord[] = [];
  const word = (flag: EditFlag) => (value: string) => void words.push({ flag, value });
  program
    .command("edit")
    .summary("change a DAG file without touching the rest of it")
    .description("Changes a DAG file in the named places only; comments, order and quotes elsewhere stay as they are. Prints what changed. Edits are made in the order given here.")
    .argument("<dag>", "id or file of the DAG")
    .option("--set <path=value>", "set a field, such as tasks.load.retries=3", word("set"))
    .option("--unset <path>", "take a field out", word("unset"))
    .option("--rename <names...>", "OLD NEW: rename a task, in the deps of others too", word("rename"))
    .option("--add-task <names...>", "NAME TYPE: add a SqlTask, PythonTask, BashTask, SensorTask, TriggerDagTask, EmptyTask, BranchTask or ShortCircuitTask", word("add-task"))
    .option("--remove-task <name>", "remove a task, from the deps of others too", word("remove-task"))
    .option("--connect <names...>", "A B: make B depend on A", word("connect"))
    .option("--disconnect <names...>", "A B: B no longer depends on A", word("disconnect"))
    .option("--dry-run", "print the change, write nothing")
    .addHelpText("after", examples("edit claims --set tasks.load.retries=3", "edit claims --rename load load_claims", "edit claims --add-task report SqlTask --connect load report", "edit claims --remove-task old_step --dry-run"))
    .action((dag: string, options: EditOptions, command: Command) => perform(command, async (context) => (await import("./commands/edit.ts")).editCommand(context, dag, words, options)));
}

function declareDiff(program: Command, perform: Perform): void {
  program
    .command("diff")
    .summary("compare versions of a DAG file")
    .description("Says what is different between two versions of a DAG file: tasks, fields, edges, and the lines. Versions are those saved here and, in a trusted workspace, the commits of git.")
    .argument("<dag>", "id or file of the DAG")
    .argument("[from]", "number of a version, 1 is the newest, or a commit (default: 1)")
    .argument("[to]", "as [from] (default: the file as it is)")
    .option("--list", "list the versions")
    .addHelpText("after", examples("diff claims", "diff claims --list", "diff claims 3 1", "diff claims 4a37a3b --json | jq .changes"))
    .action((dag: string, from: string | undefined, to: string | undefined, options: DiffOptions, command: Command) => perform(command, async (context) => (await import("./commands/diff.ts")).diffCommand(context, dag, { from, to }, options)));
}

function declareRun(program: Command, perform: Perform): void {
  program
    .command("run")
    .summary("run a DAG and follow it to its end")
    .description("Runs a DAG and follows it to its end; exits with 1 when the run failed. Uses the engine that serves the workspace, or one of its own. Ctrl+C cancels the run.")
    .argument("<dag>", "id or file of the DAG")
    .option("--conf <json>", "configuration of the run, a JSON object or @FILE")
    .option("--param <name=value>", "value of a param; may be repeated", each)
    .option("--logical-date <time>", "logical date, such as 2026-01-31 or 2026-01-31T06:00Z (default: now)")
    .option("--task <id>", "run only this task; may be repeated", each)
    .option("--run-id <id>", "id of the run (default: made from the logical date)")
    .addHelpText("after", examples("run claims_daily", "run claims_daily --conf '{\"user_id\": 4711}'", "run claims_daily --param min_rows=10 --task dim_member", "run claims_daily --json | tail -1 | jq .state"))
    .action((dag: string, options: RunOptions, command: Command) => perform(command, async (context) => (await import("./commands/run.ts")).runCommand(context, dag, options)));
}

function declareTry(program: Command, perform: Perform): void {
  program
    .command("try")
    .summary("try a task, publishing nothing")
    .description("Runs one task beside what is published and shows its first rows: tables are built apart, pinned and tried outputs of earlier tasks are read first. Scripts run for real. Exits with 1 when the try failed.")
    .argument("<dag>", "id or file of the DAG")
    .argument("<task>", "the task")
    .option("--up-to", "also what comes before it, up to pins")
    .option("--from", "also what comes after it")
    .option("--param <name=value>", "value of a param; may be repeated", each)
    .option("--logical-date <time>", "logical date, such as 2026-01-31 or 2026-01-31T06:00Z (default: now)")
    .addHelpText("after", examples("try claims_daily dim_member", "try claims_daily fact_claim --up-to", "try claims_daily dim_member --json | tail -1 | jq .tables"))
    .action((dag: string, task: string, options: TryOptions, command: Command) => perform(command, async (context) => (await import("./commands/try.ts")).tryCommand(context, dag, task, options)));
}

function declareFind(program: Command, perform: Perform): void {
  program
    .command("find")
    .summary("find the runs behind a value")
    .description("Finds runs by their id, DAG, conf, params and search keys.")
    .argument("<value>", "what is known: a user id, a run id, part of one")
    .option("--exact", "whole values only")
    .option("--limit <n>", "at most so many (default: 50)")
    .option(...readOnlyOption)
    .addHelpText("after", examples("find 4711", "find --exact 4711 --json"))
    .action((value: string, options: FindOptions, command: Command) => perform(command, async (context) => (await import("./commands/find.ts")).findCommand(context, value, options)));
}

function declareSql(program: Command, perform: Perform): void {
  program
    .command("sql")
    .summary("run SQL on a connection of the workspace")
    .description("Runs SQL statements and prints what they return. Uses the engine that serves the workspace, or one of its own. Ctrl+C cancels, on the database's server too. Exits with 1 when a statement failed.")
    .argument("[query]", 'the statements; "-" reads them from standard input')
    .option("-f, --file <file>", 'read the statements from a file; "-" is standard input')
    .option("-c, --connection <id>", "connection of dagwright.json (default: the embedded DuckDB)")
    .option("--format <form>", "table, csv or json (default: table; with --json: json)")
    .option("--param <name=value>", "value for :name, bound as text; may be repeated", each)
    .option("--limit <n>", "at most so many rows of each result (default: 1,000 as a table, else 10,000,000)")
    .option("--timeout <seconds>", "stop after so long")
    .addHelpText("after", examples('sql "select 42 as answer"', "sql -c claims -f report.sql --format csv > report.csv", 'sql "select * from member where id = :id" --param id=7', 'sql --json "show tables" | jq'))
    .action((query: string | undefined, options: SqlOptions, command: Command) => perform(command, async (context) => (await import("./commands/sql.ts")).sqlCommand(context, query, options)));
}

function declareServe(program: Command, perform: Perform): void {
  program
    .command("serve")
    .summary("serve the app to a browser on this machine")
    .description("Serves the app to a browser on this machine only, and prints a link that opens it once. Where it is served already, prints a new link.")
    .option("--port <n>", "port (default: the last one of this workspace, or a free one)")
    .option("--address <url>", "where people reach it from elsewhere, by a tunnel or a proxy of yours, such as https://dagwright.example: links in messages lead there")
    .option("--sign-out", "end all browser sessions from before: open pages then need the new link")
    .addOption(new Option("--host <name>", "only loopback names are served").hideHelp())
    .option("--open", "open the link in the browser")
    .option("--trust", "trust the workspace: its tasks may run")
    .option(...readOnlyOption)
    .addHelpText("after", examples("serve", "serve --open --port 8080", "serve --trust"))
    .action((options: ServeOptions, command: Command) => perform(command, async (context) => (await import("./commands/serve.ts")).serveCommand(context, options)));
}

function declareTrust(program: Command, perform: Perform): void {
  program
    .command("trust")
    .summary("let the tasks of a workspace run")
    .description("Trusts a workspace: the commands in its DAG files may run, with your rights and without a sandbox. Look at them first.")
    .argument("[dir]", "the workspace (default: the one you are in)")
    .option("--untrust", "take the trust back")
    .addHelpText("after", examples("trust", "trust ~/work/claims", "trust --untrust"))
    .action((folder: string | undefined, options: TrustOptions, command: Command) => perform(command, async (context) => (await import("./commands/trust.ts")).trustCommand(context, folder, options)));
}

function declarePools(program: Command, perform: Perform): void {
  const load = () => import("./commands/pools.ts");
  const pools = program.command("pools").summary("list pools and change their slots").description("Lists pools: their slots, who takes them, and what waits.").addHelpText("after", examples("pools", "pools set claims_db 4", "pools remove claims_db"));
  pools
    .command("list", { isDefault: true })
    .description("Lists the pools of the workspace.")
    .addHelpText("after", examples("pools list --json | jq '.pools[].waitingCount'"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await load()).listPools(context)));
  pools
    .command("set")
    .description("Gives a pool so many slots, in dagwright.json. What waits starts at once where it may; what runs goes on.")
    .argument("<name>", "the pool")
    .argument("<slots>", "a whole number, 1 or more")
    .addHelpText("after", examples("pools set claims_db 4"))
    .action((name: string, slots: string, _options: object, command: Command) => perform(command, async (context) => (await load()).setPool(context, name, slots)));
  pools
    .command("remove")
    .description("Takes the bound of a pool away, in dagwright.json.")
    .argument("<name>", "the pool")
    .addHelpText("after", examples("pools remove claims_db"))
    .action((name: string, _options: object, command: Command) => perform(command, async (context) => (await load()).setPool(context, name, null)));
}

function declareHealth(program: Command, perform: Perform): void {
  program
    .command("health")
    .summary("say how the engine of the workspace is")
    .description("Says whether scheduler, runner and SQL host answer, whether work stands still, and what the engine mended by itself. Exits with 1 when something is wrong, with 3 when no engine serves the workspace.")
    .addHelpText("after", examples("health", "health --json | jq .troubles"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await import("./commands/health.ts")).healthCommand(context)));
}

function declareDoctor(program: Command, perform: Perform): void {
  program
    .command("doctor")
    .summary("check what this machine has and lacks")
    .description("Says what is there, what is missing, and the command that mends it. Exits with 1 when something needed is missing.")
    .addHelpText("after", examples("doctor", "doctor --json"))
    .action((_options: object, command: Command) => perform(command, async (context) => (await import("./commands/doctor.ts")).doctorCommand(context)));
}

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ dagwright ${line}`).join("\n")}`;
}
