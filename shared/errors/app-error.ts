/**
 * The one error class thrown on purpose. Messages read "where: what was found; what was expected; what to do"
 * and never hold a secret. `details` is plain data for the screen (ids, positions), safe to send over the wire.
 */
import type { ErrorCode } from "./codes.ts";

export type ErrorDetails = Readonly<Record<string, unknown>>;

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }
}

/** The message of anything that was thrown, for a person. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
