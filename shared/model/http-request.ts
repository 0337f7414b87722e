/** What an HttpTask asks of a server, as its file says it: every text may hold templates. */
import { z } from "zod";

export const httpMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export const HttpMethod = z.enum(httpMethods);
export type HttpMethod = z.infer<typeof HttpMethod>;

export const HttpRequest = z.object({
  method: HttpMethod,
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Added to those of the address. */
  query: z.record(z.string(), z.string()),
  /** A JSON value is rendered text by text, so that nothing in it has to be quoted. */
  body: z.discriminatedUnion("kind", [z.object({ kind: z.literal("text"), text: z.string() }), z.object({ kind: z.literal("json"), value: z.unknown() })]).nullable(),
  /** Codes such as `200`, classes such as `2xx`. */
  expectedStatus: z.array(z.string()),
  /** A template that has to render to true; `response` is one of its words. */
  responseCheck: z.string().nullable(),
  maxRedirects: z.number().int(),
});
export type HttpRequest = z.infer<typeof HttpRequest>;

/** Asking twice is as good as asking once: nothing is changed by it. */
export const isSafeMethod = (method: string): boolean => method === "GET" || method === "HEAD" || method === "OPTIONS";

/** True when the status is one of those that were expected. */
export function isExpectedStatus(status: number, expected: readonly string[]): boolean {
  return expected.some((one) => (one.endsWith("xx") ? one.startsWith(String(Math.floor(status / 100))) : one === String(status)));
}
