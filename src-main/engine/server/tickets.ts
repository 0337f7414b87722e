/**
 * The server's half of letting an open page in again (shared/security/session-ticket.ts). Keys are derived from one seed that
 * outlives the server, so nothing is kept for each page; a new seed makes every ticket worthless. Challenges work once, for a minute.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { pageSays, serverSays, type ResumeChallenge, type SessionTicket } from "../../../shared/security/session-ticket.ts";

export const ticketLifeMs = 7 * 24 * 3600 * 1000;
const challengeLifeMs = 60_000;
const maxOpenChallenges = 64;

export interface Tickets {
  issue(): SessionTicket;
  /** Null for a ticket that is too old or is none. What is made up gets a proof too: one that nobody can check. */
  challenge(host: string, ticket: string, nonce: string): ResumeChallenge | null;
  /** True once for the right answer to a challenge that this ticket got. */
  redeem(host: string, ticket: string, challenge: string, answer: string): boolean;
}

export function createTickets(seed: Buffer, nowMs: () => number): Tickets {
  let open: { ticket: string; challenge: string; goodUntil: number }[] = [];
  const keyOf = (ticket: string): Buffer => createHmac("sha256", seed).update(`ticket\n${ticket}`).digest();
  const isFresh = (ticket: string): boolean => {
    const ageMs = nowMs() - Number.parseInt(ticket.split(".")[0] ?? "", 36);
    return ageMs >= 0 && ageMs < ticketLifeMs;
  };
  return {
    issue() {
      const ticket = `${nowMs().toString(36)}.${randomBytes(16).toString("base64url")}`;
      return { ticket, key: keyOf(ticket).toString("base64url") };
    },
    challenge(host, ticket, nonce) {
      if (!isFresh(ticket)) return null;
      const challenge = randomBytes(32).toString("base64url");
      open = [...open, { ticket, challenge, goodUntil: nowMs() + challengeLifeMs }].slice(-maxOpenChallenges);
      return { challenge, proof: sign(keyOf(ticket), serverSays(host, nonce, challenge)) };
    },
    redeem(host, ticket, challenge, answer) {
      const asked = open.find((each) => each.challenge === challenge && each.ticket === ticket && each.goodUntil > nowMs());
      open = open.filter((each) => each !== asked);
      const right = Buffer.from(sign(keyOf(ticket), pageSays(host, challenge)));
      const given = Buffer.from(answer);
      return asked !== undefined && isFresh(ticket) && given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

function sign(key: Buffer, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}
