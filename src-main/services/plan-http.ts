/** What an HttpTask is to send, rendered: its address, headers and body. Throws AppError with the field that is at fault. */
import { toExactJson } from "../../shared/base/exact-json.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { HttpTask } from "../../shared/model/dag.ts";
import { longestAnswer, type HttpResponse, type HttpWork } from "./http-work.ts";

interface Rendering {
  /** Renders a text and keeps what came of it for a person to see. */
  readonly text: (field: string, template: string) => string;
  readonly check: (template: string, response: HttpResponse) => string;
  readonly proxy: string;
}

export function httpWorkOf(task: Pick<HttpTask, "request" | "timeoutMs">, { text, check, proxy }: Rendering): Omit<HttpWork, "hidden"> {
  const { request } = task;
  const url = text("url", request.url).trim();
  const query = Object.entries(request.query).map(([name, value]): [string, string] => [name, text(`query.${name}`, value)]);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, headerText(name, text(`headers.${name}`, value))]));
  const body = bodyOf(request.body, text);
  const isTyped = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  const type = body === null || isTyped ? {} : { "Content-Type": request.body?.kind === "json" ? "application/json" : "text/plain; charset=utf-8" };
  const { responseCheck } = request;
  return {
    kind: "http",
    call: { method: request.method, url: withQuery(url, query), headers: { ...type, ...headers }, body, maxRedirects: request.maxRedirects, timeoutMs: task.timeoutMs ?? Number.MAX_SAFE_INTEGER, maxBytes: longestAnswer, proxy },
    expectedStatus: request.expectedStatus,
    judge: responseCheck === null ? null : (response) => judged(check(responseCheck, response)),
  };
}

/** A line break would begin another header. */
function headerText(name: string, value: string): string {
  if (/[\r\n\0]/.test(value)) throw new AppError("input/invalid", `headers.${name}: holds a line break; a header is one line.`, { field: `headers.${name}` });
  return value;
}

function bodyOf(body: HttpTask["request"]["body"], text: Rendering["text"]): string | null {
  if (body === null) return null;
  if (body.kind === "text") return text("body", body.text);
  return toExactJson(rendered(body.value, "json", text));
}

/** Values keep their types; each text in them is a template of its own. */
function rendered(value: unknown, field: string, text: Rendering["text"]): unknown {
  if (typeof value === "string") return text(field, value);
  if (Array.isArray(value)) return value.map((item: unknown, index) => rendered(item, `${field}[${index}]`, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rendered(item, `${field}.${key}`, text)]));
}

function withQuery(address: string, query: readonly (readonly [string, string])[]): string {
  if (query.length === 0 || !URL.canParse(address)) return address;
  const url = new URL(address);
  for (const [name, value] of query) url.searchParams.append(name, value);
  return url.href;
}

function judged(text: string): string | null {
  const word = text.trim();
  return /^true$/i.test(word) ? null : `the answer does not meet \`response_check\`: it rendered ${JSON.stringify(word.slice(0, 200))}; expected true`;
}
