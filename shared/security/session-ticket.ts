/**
 * How a page that was open when the browser mode ended gets in again after its restart, without the person: it was given a
 * ticket with a key while it was let in, and both sides then show each other that they know the key. The key itself never
 * travels again, so whoever takes the port over meanwhile learns nothing that a later server would accept.
 *
 *   page ── ticket, nonce ──▶ server          GET /resume?ticket=…&nonce=…
 *   page ◀── challenge, proof ── server       proof = HMAC(key, what the server says)
 *   page ── ticket, challenge, answer ──▶     GET /resume?ticket=…&challenge=…&answer=…      answer = HMAC(key, what the page says)
 *   page ◀── the new session's cookie
 *
 * Both texts name the host as the page sees it, port included: a proof is worth nothing at another address.
 */
export const ticketPath = "/session";
export const resumePath = "/resume";

export interface SessionTicket {
  readonly ticket: string;
  /** 256 bits in base64url. Kept in the page's memory only. */
  readonly key: string;
}

export interface ResumeChallenge {
  readonly challenge: string;
  readonly proof: string;
}

export function serverSays(host: string, nonce: string, challenge: string): string {
  return `dagwright server\n${host}\n${nonce}\n${challenge}`;
}

export function pageSays(host: string, challenge: string): string {
  return `dagwright page\n${host}\n${challenge}`;
}
