/** Gives the fields of an HttpTask their meaning, and says what the schema cannot: addresses, header names, secrets in plain text. */
import { HttpMethod, type HttpRequest } from "../model/http-request.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { httpBuiltIn } from "./http-schema.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, textOf, textRecord, textsOf, toPlain, type TreeNode } from "./yaml-tree.ts";

export function readHttp(node: TreeNode | null): HttpRequest {
  const method = HttpMethod.safeParse(textOf(child(node, "method")));
  const statuses = textsOf(child(node, "expected_status"));
  const redirects = Number(textOf(child(node, "max_redirects")) ?? httpBuiltIn.max_redirects);
  return {
    method: method.success ? method.data : httpBuiltIn.method,
    url: textOf(child(node, "url")) ?? "",
    headers: textRecord(child(node, "headers")),
    query: textRecord(child(node, "query")),
    body: bodyOf(node),
    expectedStatus: statuses.length > 0 ? statuses : [...httpBuiltIn.expected_status],
    responseCheck: textOf(child(node, "response_check")),
    maxRedirects: redirects,
  };
}

function bodyOf(node: TreeNode | null): HttpRequest["body"] {
  const json = child(node, "json");
  if (json !== null) return { kind: "json", value: toPlain(json) };
  const text = textOf(child(node, "body"));
  return text === null ? null : { kind: "text", text };
}

const hasTemplate = (text: string): boolean => text.includes("{{") || text.includes("{%");
/** Headers that hold nothing but a secret. */
const secretHeader = /^(?:authorization|proxy-authorization|cookie|x-api-key|api-key|x-auth-token)$/i;
/** What a header's name is made of (RFC 9110). */
const headerName = /^[!#$%&'*+\-.^_`|~\w]+$/;
/** Set by us, from what is sent and to whom. */
const ownHeaders: ReadonlySet<string> = new Set(["host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect"]);

interface Context {
  readonly root: TreeNode;
  readonly report: Report;
}

export function checkHttp(node: TreeNode, path: FieldPath, context: Context): void {
  checkUrl(textOf(child(node, "url")), [...path, "url"], context);
  for (const [name, value] of Object.entries(textRecord(child(node, "headers")))) checkHeader(name, value, [...path, "headers", name], context);
  if (child(node, "body") === null || child(node, "json") === null) return;
  complain([...path, "json"], "dag/conflict", "stands beside `body`; they exclude each other. Keep one.", context, "key");
}

/** `path` is where the address stands. */
export function checkUrl(url: string | null, path: FieldPath, context: Context): void {
  if (url === null) return;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && !["http", "https"].includes(scheme)) complain(path, "dag/invalid-value", `found an address with the scheme ${scheme}; expected http:// or https://.`, context);
  else if (scheme === undefined && !url.startsWith("{")) complain(path, "dag/invalid-value", `found the text ${JSON.stringify(url.slice(0, 60))}; expected an address that begins with http:// or https://.`, context);
  else if (/^[a-z]+:\/\/[^/?#]*:(?!\d+(?:[/?#]|$))[^/?#{]*@/i.test(url)) complain(path, "dag/plain-secret", "holds a password as plain text. Name it under `secrets` in dagwright.json and send it as a header with {{ secret.name }}.", context);
}

function checkHeader(name: string, value: string, path: FieldPath, context: Context): void {
  if (!headerName.test(name)) complain(path, "dag/invalid-value", "is no name of a header; expected letters, digits and dashes, such as X-Request-Id.", context, "key");
  else if (ownHeaders.has(name.toLowerCase())) complain(path, "dag/invalid-value", "is set by Dagwright itself; leave it out.", context, "key");
  else if (secretHeader.test(name) && value !== "" && !hasTemplate(value)) complain(path, "dag/plain-secret", "holds a secret as plain text. Name it under `secrets` in dagwright.json and write {{ secret.name }} here.", context);
}

function complain(path: FieldPath, code: string, what: string, { root, report }: Context, at: "key" | "value" = "value"): void {
  if (nodeAt(root, path) === null) return;
  report.add({ code, message: `\`${formatPath(path)}\`${what.startsWith("found") ? ":" : ""} ${what}`, span: spanAt(root, path, at), path });
}
