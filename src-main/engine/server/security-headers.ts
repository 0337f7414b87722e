/** The headers of every answer of the loopback server: those of the page, under a nonce of this answer alone. */
import { randomBytes } from "node:crypto";
import { pageHeaders } from "../../../shared/security/page-policy.ts";

export function newNonce(): string {
  return randomBytes(18).toString("base64url");
}

export function securityHeaders(nonce: string = newNonce()): Record<string, string> {
  return { ...pageHeaders(nonce), "X-Frame-Options": "DENY" };
}
