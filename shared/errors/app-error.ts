/**
 * The one error class thrown on purpose. Messages read "where: what was found; what was expected; what to do"
 * and never hold a secret. `details` is plain data for the screen (ids, positions), safe to send over the wire.
 */
import type { ErrorCode } from "./codes.ts";
import { systemPath, systemWords } from "./system-words.ts";

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

/** The message of anything that was thrown, for a person: what the system says in codes is put into plain words. */
export function messageOf(thrown: unknown): string {
  const path = thrown instanceof AppError || systemWords(thrown) === null ? null : systemPath(thrown);
  return path === null ? reasonOf(thrown) : `${path}: ${reasonOf(thrown)}`;
}

/** The same without the path, for who names the file already. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof AppError) return thrown.message;
  return systemWords(thrown) ?? (thrown instanceof Error ? thrown.message : String(thrown));
}
