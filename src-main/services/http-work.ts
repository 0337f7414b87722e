/** Carries out the call of an HttpTask: the log of its heads, the judgement of its answer, what is kept of it. */
import { byteWords } from "../../shared/base/byte-words.ts";
import { durationWords } from "../../shared/base/duration.ts";
import { parseExactJson } from "../../shared/base/exact-json.ts";
import { messageOf } from "../../shared/errors/app-error.ts";
import { isExpectedStatus } from "../../shared/model/http-request.ts";
import { maskSecrets, secretMask } from "../core/secret-text.ts";
import type { HttpCall, HttpCalls, HttpReply, HttpStep } from "../ports/http-calls.ts";
import type { CallLog } from "./call-log.ts";
import type { CallResult } from "./calls.ts";

/** More of an answer is neither kept nor judged. */
export const longestAnswer = 1_048_576;
/** Of the body of an answer that is not as expected, for a person to see. */
const shownOfBody = 2_000;

export interface HttpWork {
  readonly kind: "http";
  readonly call: Omit<HttpCall, "stop" | "onStep">;
  readonly expectedStatus: readonly string[];
  /** Null is fine; else why the answer is not. */
  readonly judge: ((response: HttpResponse) => string | null) | null;
  /** Texts by what stands for them in the log: rendered from templates that name a secret. */
  readonly hidden: readonly string[];
}

/** What `response` is in `response_check`. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Null where it is no JSON. */
  readonly json: unknown;
}

interface Parts {
  readonly http: HttpCalls;
  readonly log: CallLog;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
}

export async function performHttp(work: HttpWork, { http, log, secrets, signal }: Parts): Promise<CallResult> {
  const mask = (text: string): string => work.hidden.reduce((shown, hidden) => (hidden === "" ? shown : shown.replaceAll(hidden, secretMask)), maskSecrets(text, secrets));
  const outcome = await http.send({ ...work.call, stop: signal, onStep: (step) => log.line(mask(linesOf(step))) });
  if (outcome.kind === "failed") {
    const reason = `${work.call.method} ${originOf(work.call.url)}: ${outcome.failure === "timeout" ? `timed out after ${durationWords(work.call.timeoutMs)}: ${outcome.reason}; \`timeout\` says how long it may take` : outcome.reason}`;
    log.line(mask(reason));
    return { state: "failed", reason: outcome.failure === "cancelled" ? "cancelled" : mask(reason), mayRetry: outcome.failure === "timeout" || outcome.failure === "connection", values: [] };
  }
  return judged(work, outcome.reply, { log, mask });
}

function judged(work: HttpWork, reply: HttpReply, { log, mask }: { log: CallLog; mask: (text: string) => string }): CallResult {
  const text = new TextDecoder().decode(reply.body);
  const response = { status: reply.status, headers: reply.headers, text, json: jsonIn(text, reply) };
  log.line(`${byteWords(reply.body.length)}${reply.isCut ? ", and more that were not read: an answer is kept up to 1 MiB" : ""}`);
  const problem = problemOf(work, response, reply.isCut);
  if (problem !== null) {
    if (text !== "") log.line(mask(text.length > shownOfBody ? `${text.slice(0, shownOfBody).toWellFormed()}…` : text));
    log.line(mask(problem));
    return { state: "failed", reason: mask(problem), mayRetry: true, values: [] };
  }
  return { state: "success", reason: null, mayRetry: false, values: valuesOf(response, reply.isCut, mask) };
}

function problemOf(work: HttpWork, response: HttpResponse, isCut: boolean): string | null {
  if (!isExpectedStatus(response.status, work.expectedStatus)) return `answered with status ${response.status}; expected ${work.expectedStatus.join(" or ")}`;
  if (work.judge === null) return null;
  if (isCut) return "the answer is longer than 1 MiB, so that `response_check` cannot judge it";
  try {
    return work.judge(response);
  } catch (thrown) {
    return `response_check: ${messageOf(thrown)}`;
  }
}

/** As `return_value` is what `xcom_pull` takes when no key is named. */
function valuesOf({ status, headers, text, json }: HttpResponse, isCut: boolean, mask: (text: string) => string): { name: string; value: unknown }[] {
  const head = [{ name: "status", value: status }, { name: "headers", value: maskedDeep(headers, mask) }];
  return isCut ? head : [...head, { name: "return_value", value: maskedDeep(json ?? text, mask) }];
}

function maskedDeep(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map((item: unknown) => maskedDeep(item, mask));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [mask(key), maskedDeep(item, mask)]));
}

function jsonIn(text: string, { headers, isCut }: HttpReply): unknown {
  const looks = /\bjson\b/i.test(headers["content-type"] ?? "") || /^\s*[[{]/.test(text);
  if (isCut || !looks) return null;
  try {
    return parseExactJson(text);
  } catch {
    return null;
  }
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url.slice(0, 60));

/** A header with such a name is hidden whatever it holds: not every secret is in the vault. */
const secretHeader = /auth|cookie|token|secret|key|password|credential/i;

function linesOf(step: HttpStep): string {
  const headers = Object.entries(step.headers).map(([name, value]) => `${name}: ${secretHeader.test(name) ? secretMask : value}`);
  if (step.kind === "request") return [`> ${step.method} ${step.url}`, ...headers.map((line) => `> ${line}`), ...(step.bodyBytes > 0 ? [`> (${byteWords(step.bodyBytes)})`] : [])].join("\n");
  return [`< HTTP/${step.httpVersion} ${step.status} ${step.statusText}`.trimEnd(), ...headers.map((line) => `< ${line}`)].join("\n");
}
