/**
 * The door of the loopback server, as one pure decision, taken for every request and every upgrade before anything else
 * looks at it. The order is the defence: Host first (a web page can point its own name at 127.0.0.1, and the cookie
 * travels with a rebound name), then Origin and Sec-Fetch-Site, then the form of the target, then the token.
 */

import { showPath } from "../../../shared/links/web-link.ts";
import { resumePath } from "../../../shared/security/session-ticket.ts";

export interface RequestHead {
  readonly method: string;
  /** The request target as sent. */
  readonly target: string;
  /** Name, value, name, value …, duplicates kept. */
  readonly rawHeaders: readonly string[];
}

export interface GuardRules {
  readonly port: number;
  /** The origin under which a person said that this is reached, such as `https://dagwright.example`; absent where nobody did. */
  readonly address?: string | undefined;
  readonly cookieName: string;
  /** Compares in constant time. */
  isSessionToken(candidate: string): boolean;
}

export type Verdict =
  | { readonly kind: "pass"; readonly path: string }
  /** May come without a token: it brings a link token to be swapped for the cookie. */
  | { readonly kind: "bootstrap"; readonly linkToken: string }
  /** A page that had a session before a restart asks for the new one; `host` is the name it knows us by. */
  | { readonly kind: "resume"; readonly host: string; readonly words: ResumeWords }
  /** Whether the engine is well is told to every program of this machine; what is wrong only with a session. */
  | { readonly kind: "health"; readonly hasSession: boolean }
  /** Figures, for whom brings the token that is kept for them. */
  | { readonly kind: "metrics"; readonly token: string | null }
  /** A link from elsewhere to a place in the app: it leads there, and tells nothing. */
  | { readonly kind: "show"; readonly path: string }
  /** An event for a queue; its own token is judged where the queues are. */
  | { readonly kind: "event"; readonly dagId: string | null; readonly token: string | null }
  | { readonly kind: "refuse"; readonly status: 400 | 401 | 403 | 405 };

/** Either the first step, with a nonce, or the second, with challenge and answer. */
export type ResumeWords = { readonly ticket: string; readonly nonce: string } | { readonly ticket: string; readonly challenge: string; readonly answer: string };

export const bootstrapPath = "/open";
export const healthPath = "/health";
export const metricsPath = "/metrics";
const eventsPath = "/events/";
const maxCookieCandidates = 8;

export function judgeRequest(head: RequestHead, rules: GuardRules): Verdict {
  const host = onlyValue(head, "host");
  if (host === null || !(allowedHosts(rules.port).includes(host) || isAtAddress(host, rules))) return refuse(403);
  const isShow = head.target.startsWith(showPath) && (head.method === "GET" || head.method === "HEAD");
  if (!isOwnOrigin(head, host, rules) || !(isOwnSite(head) || (isShow && isNavigation(head)))) return refuse(403);
  if (head.method === "TRACE" || head.method === "CONNECT") return refuse(405);
  const path = plainPath(head.target);
  if (path === null) return refuse(400);
  if (path === bootstrapPath && head.method === "GET") return judgeBootstrap(head.target);
  if (path === resumePath && head.method === "GET") return judgeResume(head.target, host);
  if (path === metricsPath) return judgeMetrics(head);
  if (path === healthPath) return head.method === "GET" || head.method === "HEAD" ? { kind: "health", hasSession: hasSession(head, rules) } : refuse(405);
  if (isShow) return { kind: "show", path };
  if (path.startsWith(eventsPath)) return { kind: "event", dagId: decoded(path.slice(eventsPath.length)), token: bearerOf(head, /^dwq_[A-Za-z0-9_-]{43}$/) };
  if (!hasSession(head, rules)) return refuse(401);
  return { kind: "pass", path };
}

/** Exact names of this machine to itself; a browser writes them in just these forms. */
export function allowedHosts(port: number): readonly string[] {
  const names = ["127.0.0.1", "localhost", "[::1]"];
  const withPort = names.map((name) => `${name}:${port}`);
  return port === 80 ? [...withPort, ...names] : withPort;
}

/** Whether it came by the address that a person named: no other page can have a name that was not given to it. */
export function isAtAddress(host: string | undefined, { address }: Pick<GuardRules, "address">): boolean {
  return host !== undefined && address !== undefined && new URL(address).host === host;
}

function isOwnOrigin(head: RequestHead, host: string, rules: GuardRules): boolean {
  const origins = valuesOf(head, "origin");
  const own = isAtAddress(host, rules) ? rules.address : `http://${host}`;
  return origins.length === 0 || (origins.length === 1 && origins[0] === own);
}

/** A person follows a link: the answer is a page of its own, which who linked to it cannot read. */
function isNavigation(head: RequestHead): boolean {
  return onlyValue(head, "sec-fetch-mode") === "navigate" && onlyValue(head, "sec-fetch-dest") === "document";
}

/** `none` is the address bar; another port of this machine is `same-site` and is not us. */
function isOwnSite(head: RequestHead): boolean {
  return valuesOf(head, "sec-fetch-site").every((site) => site === "same-origin" || site === "none");
}

function hasSession(head: RequestHead, rules: GuardRules): boolean {
  const prefix = `${rules.cookieName}=`;
  const cookies = valuesOf(head, "cookie").flatMap((line) => line.split(";").map((pair) => pair.trim()));
  // Another port of this host may set a cookie of our name too, so there can be several.
  const candidates = cookies.filter((pair) => pair.startsWith(prefix)).slice(0, maxCookieCandidates);
  return candidates.map((pair) => rules.isSessionToken(pair.slice(prefix.length))).includes(true);
}

/** The path of a plain origin-form target; null for every form that has ever confused a server. */
function plainPath(target: string): string | null {
  const path = target.split("?", 1)[0] ?? "";
  const isOriginForm = /^\/(?![/\\])[\x21-\x7e]*$/.test(target) && !target.includes("#") && !target.includes("\\");
  if (!isOriginForm || path.includes("//") || /%(?:00|2e|2f|5c|25)/i.test(path) || /%(?![0-9a-f]{2})/i.test(path)) return null;
  return path.split("/").some((step) => step === "." || step === "..") ? null : path;
}

function judgeBootstrap(target: string): Verdict {
  const query = target.slice(bootstrapPath.length + 1);
  const linkToken = /^t=([A-Za-z0-9_-]{43})$/.exec(query)?.[1];
  return linkToken === undefined ? refuse(401) : { kind: "bootstrap", linkToken };
}

function judgeMetrics(head: RequestHead): Verdict {
  if (head.method !== "GET") return refuse(405);
  return { kind: "metrics", token: bearerOf(head, /^[A-Za-z0-9_-]{43}$/) };
}

/** Null where there is none, more than one, or one of another form. */
function bearerOf(head: RequestHead, form: RegExp): string | null {
  const token = /^Bearer (\S+)$/i.exec(onlyValue(head, "authorization") ?? "")?.[1];
  return token !== undefined && form.test(token) ? token : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function judgeResume(target: string, host: string): Verdict {
  const found = /^ticket=([a-z0-9]{1,12}\.[A-Za-z0-9_-]{22})&(?:nonce=([A-Za-z0-9_-]{43})|challenge=([A-Za-z0-9_-]{43})&answer=([A-Za-z0-9_-]{43}))$/.exec(target.slice(resumePath.length + 1));
  if (found === null) return refuse(401);
  const [, ticket = "", nonce, challenge = "", answer = ""] = found;
  return { kind: "resume", host, words: nonce === undefined ? { ticket, challenge, answer } : { ticket, nonce } };
}

function refuse(status: 400 | 401 | 403 | 405): Verdict {
  return { kind: "refuse", status };
}

function onlyValue(head: RequestHead, name: string): string | null {
  const values = valuesOf(head, name);
  return values.length === 1 ? (values[0] ?? null) : null;
}

function valuesOf(head: RequestHead, name: string): string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < head.rawHeaders.length; index += 2) {
    if (head.rawHeaders[index]?.toLowerCase() === name) values.push(head.rawHeaders[index + 1] ?? "");
  }
  return values;
}
