/** What the engine and the thread that reads logs say to each other. A call has one answer; parts may come before it. */
import type { LogFound, LogGroup, LogQuery, LogRow, LogSeek } from "../../../shared/contract/logs.ts";
import type { LinesAsk, LogLook } from "../../ports/log-lines.ts";

export interface LogCalls {
  look: { input: { path: string; budgetMs: number; isFinal: boolean }; output: LogLook };
  lines: { input: { path: string; ask: LinesAsk }; output: { epoch: number; rows: LogRow[] } };
  line: { input: { path: string; line: number }; output: LogRow };
  groups: { input: { path: string }; output: LogGroup[] };
  seek: { input: { path: string; seek: LogSeek }; output: number | null };
  find: { input: { path: string; query: LogQuery }; output: null };
  save: { input: { path: string; file: string }; output: number };
}
export type LogCallName = keyof LogCalls;

export type ToLogs = { readonly id: number; readonly call: LogCallName; readonly input: unknown } | { readonly id: number; readonly call: "stop" };
export type FromLogs =
  | { readonly id: number; readonly part: LogFound }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };
