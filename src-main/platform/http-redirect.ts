/** Where a redirect leads, by the rules of the Fetch standard: never to another scheme than the web's, never from https down to http. Pure. */
import { AppError } from "../../shared/errors/app-error.ts";

export interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Not for another server to hear. */
const notForOthers: ReadonlySet<string> = new Set(["authorization", "proxy-authorization", "cookie"]);
const ofBody: ReadonlySet<string> = new Set(["content-type", "content-length", "content-encoding", "content-language"]);

/** Null where the answer is none. Throws AppError input/invalid where it may not be followed. */
export function nextHop(hop: Hop, status: number, location: string | undefined): Hop | null {
  if (!redirects.has(status) || location === undefined) return null;
  if (!URL.canParse(location, hop.url.href)) throw new AppError("input/invalid", `it was redirected to ${JSON.stringify(location.slice(0, 200))}, which is no address`);
  const url = new URL(location, hop.url.href);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new AppError("input/invalid", `it was redirected to the scheme ${url.protocol.slice(0, -1)}, which is not followed`);
  if (hop.url.protocol === "https:" && url.protocol === "http:") throw new AppError("input/invalid", `it was redirected from https to http (${url.origin}), which is not followed`);
  const becomesGet = (status === 303 && hop.method !== "HEAD" && hop.method !== "GET") || ((status === 301 || status === 302) && hop.method === "POST");
  const isElsewhere = url.origin !== hop.url.origin;
  const keeps = ([name]: [string, string]): boolean => !(isElsewhere && isPrivate(name)) && !(becomesGet && ofBody.has(name.toLowerCase()));
  return { method: becomesGet ? "GET" : hop.method, url, body: becomesGet ? null : hop.body, headers: Object.fromEntries(Object.entries(hop.headers).filter(keeps)) };
}

/** Whatever the header is called, a key of ours in it is not for others. */
const isPrivate = (name: string): boolean => notForOthers.has(name.toLowerCase()) || /key|token|secret|auth/i.test(name);
