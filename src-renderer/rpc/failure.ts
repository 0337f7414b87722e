/** Turns anything that a call may reject with into the one shape that the screens show. */
import { ORPCError } from "@orpc/client";
import { AppError } from "../../shared/errors/app-error.ts";
import { isErrorCode, type ErrorCode } from "../../shared/errors/codes.ts";
import { t } from "../strings/t.ts";

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof AppError) return { code: thrown.code, message: thrown.message, details: thrown.details };
  if (thrown instanceof ORPCError) {
    const code = isErrorCode(thrown.code) ? thrown.code : thrown.code === "BAD_REQUEST" ? "input/invalid" : "internal";
    return { code, message: thrown.message, details: isRecord(thrown.data) ? thrown.data : {} };
  }
  if (isConnectionLoss(thrown)) {
    return { code: "engine/unavailable", message: t("The connection to the engine was lost while it worked on this."), details: {} };
  }
  return { code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown), details: {} };
}

/** True for a call cut off by its wire and not answered by the engine. */
export function isConnectionLoss(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === "engine/unavailable";
  return thrown instanceof Error && (thrown.name === "AbortError" || /not open|is closed|\[AsyncIdQueue\]/.test(thrown.message));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
