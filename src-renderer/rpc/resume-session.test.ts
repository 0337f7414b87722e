import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { pageSays, serverSays } from "../../shared/security/session-ticket.ts";
import { pageSession } from "./resume-session.ts";

const host = "127.0.0.1:4000";
const challenge = "c".repeat(43);
const key = randomBytes(32).toString("base64url");
const sign = (text: string, by = key): string => createHmac("sha256", Buffer.from(by, "base64url")).update(text).digest("base64url");

/** Plays the server: first it lets the page in, then it was started anew. `proofKey`: what it signs its proof with. */
function world(proofKey = key) {
  const state = { isIn: true, isThere: true };
  const answers: string[] = [];
  const ask = async (path: unknown): Promise<Response> => {
    if (!state.isThere) throw new TypeError("Failed to fetch");
    const url = new URL(String(path), `http://${host}`);
    const word = (name: string): string => url.searchParams.get(name) ?? "";
    if (url.pathname === "/session") return state.isIn ? Response.json({ ticket: "t1", key }) : new Response("", { status: 401 });
    if (word("nonce") !== "") return Response.json({ challenge, proof: sign(serverSays(host, word("nonce"), challenge), proofKey) });
    answers.push(word("answer"));
    return new Response(null, { status: word("answer") === sign(pageSays(host, challenge)) ? 204 : 401 });
  };
  return { state, answers, session: pageSession(host, ask as typeof fetch) };
}

describe("a page whose session was lost", () => {
  it("is in again by its ticket", async () => {
    const { session, state } = world();
    await session.takeTicket();
    state.isIn = false;
    expect(await session.resume()).toBe("in");
  });

  it("answers nobody who cannot show the key", async () => {
    const { session, state, answers } = world(randomBytes(32).toString("base64url"));
    await session.takeTicket();
    state.isIn = false;
    expect([await session.resume(), answers]).toEqual(["out", []]);
  });

  it("is out without a ticket, in when another tab has got a new cookie, and knows nothing when nobody answers", async () => {
    const { session, state } = world();
    state.isIn = false;
    expect(await session.resume()).toBe("out");
    state.isIn = true;
    expect(await session.resume()).toBe("in");
    state.isThere = false;
    expect(await session.resume()).toBe("unknown");
  });
});
