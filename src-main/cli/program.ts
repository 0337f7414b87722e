/** The command line as a whole: declares the commands, runs one, and turns every way it can end into an exit code. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { findPlaces } from "../platform/places.ts";
import { createContext, type CliContext, type ContextOptions } from "./context.ts";
import { declareBackfills } from "./declare-backfills.ts";
import { declareBackups } from "./declare-backups.ts";
import { declareCapsules } from "./declare-capsules.ts";
import { declareCommands } from "./declare-commands.ts";
import { declareHistory } from "./declare-history.ts";
import { declareArchive, declareRetention } from "./declare-retention.ts";
import { declareRuns } from "./declare-runs.ts";
import { declareAssets } from "./declare-assets.ts";
import { declareQueues } from "./declare-queues.ts";
import { declareSchedules } from "./declare-schedules.ts";
import { exitCodeOf, exitCodes, type ExitCode } from "./exit-codes.ts";

/** Runs a command's work and keeps its exit code. */
export type Perform = (command: Command, work: (context: CliContext) => Promise<ExitCode> | ExitCode) => Promise<void>;

export async function runCli(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const perform: Perform = async (command, work) => {
    code = await work(createContext(command.optsWithGlobals<ContextOptions>()));
  };
  const isJson = args.includes("--json");
  const program = createProgram(perform, isJson);
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (thrown) {
    return explain(thrown, isJson);
  }
}

export function createProgram(perform: Perform, isJson = false): Command {
  const program = new Command("dagwright")
    .description("Check, run and inspect DAGs of SQL, Python and Bash tasks on this machine.")
    .option("--json", "print the answer as JSON")
    .option("--workspace <dir>", "the workspace (default: the nearest folder upwards with dagwright.json or .dagwright)")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "explain a command")
    .helpCommand("help [command]", "explain a command")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput(isJson ? { writeErr: () => {} } : {})
    .showHelpAfterError("(see --help)")
    .exitOverride()
    .addHelpText("after", "\nExamples:\n  $ dagwright init my-workspace\n  $ dagwright run my_dag --param min_rows=10\n  $ dagwright runs logs my_dag latest my_task -f\n  $ dagwright find 4711\n\nExit codes: 0 done, 1 the run or check failed, 2 bad input, 3 the engine failed.");
  declareCommands(program, perform);
  declareRuns(program, perform);
  declareBackfills(program, perform);
  declareSchedules(program, perform);
  declareRetention(program, perform);
  declareArchive(program, perform);
  declareHistory(program, perform);
  declareBackups(program, perform);
  declareQueues(program, perform);
  declareAssets(program, perform);
  declareCapsules(program, perform);
  return program;
}

function explain(thrown: unknown, isJson: boolean): ExitCode {
  if (thrown instanceof CommanderError) {
    const isAnswer = thrown.exitCode === 0;
    if (!isAnswer && isJson) printError("input/invalid", thrown.message.replace(/^error: /, ""), true);
    return isAnswer ? exitCodes.done : exitCodes.badInput;
  }
  printError(thrown instanceof AppError ? thrown.code : "internal", messageOf(thrown), isJson);
  if (!(thrown instanceof AppError) && process.env["DAGWRIGHT_DEBUG"]) process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
  return exitCodeOf(thrown);
}

function printError(code: string, message: string, isJson: boolean): void {
  if (isJson) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  else process.stderr.write(`error: ${message}\n`);
}

function version(): string {
  return (JSON.parse(readFileSync(findPlaces().packageFile, "utf8")) as { version: string }).version;
}
