/** Does a server answer as expected? One that cannot be reached may be, the next time; what may not be called never will. */
import type { HttpCalls } from "../../ports/http-calls.ts";
import { performHttp, type HttpWork } from "../http-work.ts";
import type { Finding } from "./finding.ts";

/** The log of a sensor holds what its looks saw, and not the heads of every call. */
const noHeads = { line: (): void => {} };

export async function lookAtServer(http: HttpCalls, work: HttpWork, secrets: readonly string[]): Promise<Finding> {
  const { state, reason, mayRetry, values } = await performHttp(work, { http, log: noHeads, secrets, signal: new AbortController().signal });
  if (state === "success") return { kind: "met", saw: "the server answered as expected", value: values.find(({ name }) => name === "return_value")?.value ?? null };
  return mayRetry ? { kind: "waiting", saw: reason ?? "no answer" } : { kind: "failed", reason: reason ?? "it may not be called", mayRetry: false };
}
