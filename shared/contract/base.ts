/**
 * The foundation of the contract: every procedure may answer with any of our coded errors, whose `data`
 * carries the plain details of the AppError it came from.
 */
import { oc } from "@orpc/contract";
import { z } from "zod";
import { errorCodes, type ErrorCode } from "../errors/codes.ts";

const ErrorData = z.record(z.string(), z.unknown());

const errorMap = Object.fromEntries(errorCodes.map((code) => [code, { data: ErrorData }])) as Record<
  ErrorCode,
  { data: typeof ErrorData }
>;

/** Start every procedure from here. */
export const procedure = oc.errors(errorMap);
