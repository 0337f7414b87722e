import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { pageSays, serverSays } from "../../../shared/security/session-ticket.ts";
import { createTickets, ticketLifeMs } from "./tickets.ts";

const seed = Buffer.alloc(32, 7);
const host = "127.0.0.1:4000";
const nonce = "n".repeat(43);
const sign = (key: string, text: string): string => createHmac("sha256", Buffer.from(key, "base64url")).update(text).digest("base64url");

/** A page that got its ticket from one server and meets another one with the same seed. */
function meet(later: { seed?: Buffer; afterMs?: number } = {}) {
  const time = { now: 1_800_000_000_000 };
  const { ticket, key } = createTickets(seed, () => time.now).issue();
  time.now += later.afterMs ?? 0;
  const server = createTickets(later.seed ?? seed, () => time.now);
  return { ticket, key, server, time };
}

describe("a ticket", () => {
  it("lets a page in again after a restart, when both show that they know its key", () => {
    const { ticket, key, server } = meet();
    const asked = server.challenge(host, ticket, nonce);
    expect(asked?.proof).toBe(sign(key, serverSays(host, nonce, asked?.challenge ?? "")));
    const { challenge = "" } = asked ?? {};
    expect(server.redeem(host, ticket, challenge, sign(key, pageSays(host, challenge)))).toBe(true);
    expect(server.redeem(host, ticket, challenge, sign(key, pageSays(host, challenge)))).toBe(false);
  });

  it("is worth nothing at another address, for another ticket, with a wrong answer, or with a challenge that is too old or made up", () => {
    const right = (page: ReturnType<typeof meet>, challenge: string, at = host): string => sign(page.key, pageSays(at, challenge));
    const challenged = () => {
      const page = meet();
      return { ...page, challenge: page.server.challenge(host, page.ticket, nonce)?.challenge ?? "" };
    };
    const page = challenged();
    const other = "127.0.0.1:4001";
    expect(page.server.redeem(other, page.ticket, page.challenge, right(page, page.challenge))).toBe(false);
    const second = challenged();
    expect(second.server.redeem(host, second.server.issue().ticket, second.challenge, right(second, second.challenge))).toBe(false);
    const third = challenged();
    expect(third.server.redeem(host, third.ticket, third.challenge, right(third, "x"))).toBe(false);
    const late = challenged();
    late.time.now += 61_000;
    expect(late.server.redeem(host, late.ticket, late.challenge, right(late, late.challenge))).toBe(false);
    const madeUp = challenged();
    expect(madeUp.server.redeem(host, madeUp.ticket, "c".repeat(43), right(madeUp, "c".repeat(43)))).toBe(false);
  });

  it("ends with its seed and with its age", () => {
    const revoked = meet({ seed: Buffer.alloc(32, 8) });
    const asked = revoked.server.challenge(host, revoked.ticket, nonce);
    expect(asked?.proof).not.toBe(sign(revoked.key, serverSays(host, nonce, asked?.challenge ?? "")));
    const old = meet({ afterMs: ticketLifeMs });
    expect(old.server.challenge(host, old.ticket, nonce)).toBeNull();
    const fromTheFuture = meet({ afterMs: -60_000 });
    expect(fromTheFuture.server.challenge(host, fromTheFuture.ticket, nonce)).toBeNull();
  });
});
