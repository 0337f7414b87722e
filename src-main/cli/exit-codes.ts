/** What a command's exit says: 0 done, 1 the run or the check failed, 2 bad input, 3 the engine failed. */
import { AppError } from "../../shared/errors/app-error.ts";
import type { ErrorCode } from "../../shared/errors/codes.ts";

export const exitCodes = { done: 0, failed: 1, badInput: 2, engineFailed: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const ofEngine: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "engine/unavailable",
  "engine/stopping",
  "workspace/busy",
  "store/newer",
  "store/damaged",
  "store/full",
  "connection/failed",
  "sql/failed",
  "query/cancelled",
  "internal",
]);

export function exitCodeOf(thrown: unknown): ExitCode {
  if (!(thrown instanceof AppError)) return exitCodes.engineFailed;
  return ofEngine.has(thrown.code) ? exitCodes.engineFailed : exitCodes.badInput;
}
