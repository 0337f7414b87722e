/**
 * The page's half of getting in again after the engine was started anew (shared/security/session-ticket.ts). The ticket stays
 * in this page's memory: whoever serves another page at our address meanwhile must not find it.
 */
import { pageSays, resumePath, serverSays, ticketPath, type ResumeChallenge, type SessionTicket } from "../../shared/security/session-ticket.ts";

/** `unknown` when nobody answers; then there is nothing to tell the person yet. */
export type Resumed = "in" | "out" | "unknown";

export interface PageSession {
  /** To be called while the page is let in. */
  takeTicket(): Promise<void>;
  /** Tries to be let in again. */
  resume(): Promise<Resumed>;
}

/** @param host the page's own, port included */
export function pageSession(host: string, ask: typeof fetch = (...given) => fetch(...given)): PageSession {
  let held: SessionTicket | null = null;

  async function takeTicket(): Promise<void> {
    const reply = await ask(ticketPath);
    if (reply.ok) held = (await reply.json()) as SessionTicket;
  }

  async function resume(): Promise<Resumed> {
    try {
      // Another tab may have been let in by a new link.
      if ((await ask(ticketPath)).ok) return "in";
      return held !== null && (await showKey(held)) ? "in" : "out";
    } catch {
      return "unknown";
    }
  }

  async function showKey({ ticket, key }: SessionTicket): Promise<boolean> {
    const nonce = base64url(crypto.getRandomValues(new Uint8Array(32)));
    const asked = await ask(`${resumePath}?ticket=${ticket}&nonce=${nonce}`);
    if (!asked.ok) return false;
    const { challenge, proof } = (await asked.json()) as ResumeChallenge;
    if (proof !== (await sign(key, serverSays(host, nonce, challenge)))) return false;
    return (await ask(`${resumePath}?ticket=${ticket}&challenge=${challenge}&answer=${await sign(key, pageSays(host, challenge))}`)).ok;
  }

  return { takeTicket, resume };
}

async function sign(key: string, text: string): Promise<string> {
  const raw = Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const imported = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return base64url(new Uint8Array(await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(text))));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
