/**
 * What a thrown error looks like to a caller: an AppError keeps code, message and details; a refused input becomes
 * `input/invalid` naming the fields; everything else becomes a bare `internal`, told in full to the log alone.
 * No stack, path of ours, or cause ever crosses the wire.
 */
import { ORPCError } from "@orpc/client";
import { ValidationError } from "@orpc/contract";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { isErrorCode } from "../../../shared/errors/codes.ts";
import type { Log } from "../../ports/machine.ts";

interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** Turns whatever a procedure threw into the coded error that is sent; logs what nobody foresaw, once. */
export function toWireError(thrown: unknown, procedure: string, log: Log): ORPCError<string, unknown> {
  if (thrown instanceof AppError) return coded(thrown);
  if (thrown instanceof ORPCError && isErrorCode(thrown.code)) return thrown;
  if (thrown instanceof ORPCError && thrown.cause instanceof ValidationError && thrown.code === "BAD_REQUEST") {
    return refusedInput(thrown.cause, procedure);
  }
  log.error(`${procedure}: unexpected error`, { procedure, error: messageOf(thrown), stack: fullStack(thrown) });
  return new ORPCError("internal", { message: `${procedure}: something failed inside the engine; see its log for the cause.`, data: {} });
}

/** The same error as `input/invalid`, for calls that never reached a procedure. */
export function refusedCall(procedure: string, what: string): ORPCError<string, unknown> {
  return new ORPCError("input/invalid", { message: `${procedure}: ${what}`, data: {} });
}

function coded(error: AppError): ORPCError<string, unknown> {
  return new ORPCError(error.code, { message: error.message, data: { ...error.details } });
}

function refusedInput(cause: ValidationError, procedure: string): ORPCError<string, unknown> {
  const fields = cause.issues.map(toFieldProblem);
  const shown = fields.slice(0, 3).map(({ field, message }) => `field "${field}": ${message}`);
  const rest = fields.length > shown.length ? ` (and ${fields.length - shown.length} more)` : "";
  return new ORPCError("input/invalid", { message: `${procedure}: ${shown.join("; ")}${rest}`, data: { procedure, fields } });
}

function toFieldProblem(issue: ValidationError["issues"][number]): FieldProblem {
  const steps = (issue.path ?? []).map((step) => (typeof step === "object" ? step.key : step));
  const field = steps.map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${String(step)}`)).join("");
  return { field: field === "" ? "(whole input)" : field, message: issue.message };
}

function fullStack(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const cause = thrown.cause instanceof ValidationError ? ` issues: ${JSON.stringify(thrown.cause.issues).slice(0, 2000)}` : "";
  return `${thrown.stack ?? thrown.message}${cause}`;
}
