/** What every command gets: where it prints, in which form, and for which workspace. stdout carries only the answer. */
import { isatty } from "node:tty";
import pico from "picocolors";

export type Colors = ReturnType<typeof pico.createColors>;

export interface CliContext {
  readonly json: boolean;
  /** As given with --workspace. */
  readonly workspaceOption: string | undefined;
  /** True with --read-only: the state stays as it is. */
  readonly isReading: boolean;
  /** Colours of stdout; they do nothing where none are wanted. */
  readonly paint: Colors;
  /** True when a person watches stdout. */
  readonly isInteractive: boolean;
  /** True once whoever read stdout went away (`| head`): what was begun goes on, only nobody listens. */
  isReaderGone(): boolean;
  /** Text of the answer as it is. */
  write(text: string): void;
  /** One line of the answer. */
  out(line: string): void;
  /** One line about the answer. */
  note(line: string): void;
}

export interface ContextOptions {
  readonly json?: boolean;
  readonly workspace?: string;
  readonly readOnly?: boolean;
}

export function createContext(options: ContextOptions, env: NodeJS.ProcessEnv = process.env): CliContext {
  const isTerminal = isatty(1) && env["TERM"] !== "dumb";
  const json = options.json ?? false;
  const mayColor = !json && (env["NO_COLOR"] ?? "") === "" && (isTerminal || (env["FORCE_COLOR"] ?? "0") !== "0");
  let isReaderGone = false;
  process.stdout.on("error", () => (isReaderGone = true));
  const write = (text: string): void => {
    if (!isReaderGone) process.stdout.write(text);
  };
  return {
    json,
    workspaceOption: options.workspace,
    isReading: options.readOnly ?? false,
    paint: pico.createColors(mayColor),
    isInteractive: isTerminal && !json,
    isReaderGone: () => isReaderGone,
    write,
    out: (line) => write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** JSON on one line, as scripts read it. */
export function printJson(context: CliContext, value: unknown): void {
  context.out(JSON.stringify(value));
}
