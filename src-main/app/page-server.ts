/** Serves the built page over our own scheme, each answer under the page policy. Nothing else is reachable by it. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { protocol, type Session } from "electron";
import { pageHeaders, withNonce } from "../../shared/security/page-policy.ts";
import { pageFileOf, pageScheme } from "./page-address.ts";

/** Before the app is ready: our scheme counts as a secure origin of its own, and gets no exception from the policy. */
export function claimPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
}

export function servePage(session: Session, folder: string): void {
  session.protocol.handle(pageScheme, async (request) => {
    const nonce = randomBytes(18).toString("base64url");
    const file = request.method === "GET" ? pageFileOf(request.url) : null;
    const body = file === null ? null : await readFile(join(folder, file.path)).catch(() => null);
    if (file === null || body === null) return new Response("Not found", { status: 404, headers: pageHeaders(nonce) });
    const isHtml = file.type.startsWith("text/html");
    const headers = { ...pageHeaders(nonce), "Content-Type": file.type, "Cache-Control": isHtml ? "no-store" : "public, max-age=31536000, immutable" };
    return new Response(isHtml ? withNonce(body.toString("utf8"), nonce) : new Uint8Array(body), { headers });
  });
}
