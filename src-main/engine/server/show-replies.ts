/**
 * What a link from a mail gets, whoever follows it: a page of ours that goes on to the place in the app. Browsers send the session's cookie only
 * with what our own pages ask for, and from a mail that is read in a browser this is the first of them. It depends on nothing but its address.
 */
import type { ServerResponse } from "node:http";
import { readShowPath } from "../../../shared/links/web-link.ts";
import { refuse } from "./replies.ts";
import { securityHeaders } from "./security-headers.ts";

/** @param path as it was asked for, percent encoding and all */
export function sendShow(path: string, response: ServerResponse): void {
  // What it reads holds no character that means anything in HTML.
  if (!readShowPath(path).ok) return refuse(response, 404);
  const body = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/#${path}"><title>Dagwright</title><a href="/#${path}">Open it in Dagwright</a>\n`;
  response.writeHead(200, { ...securityHeaders(), "Content-Type": "text/html; charset=utf-8", "Content-Length": Buffer.byteLength(body), "Cache-Control": "no-store" });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
