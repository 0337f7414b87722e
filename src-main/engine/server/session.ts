/**
 * Who may talk to the loopback server: one session token (256 bits, new at each start), and link tokens that are
 * swapped for it once, within ten minutes. Only digests are kept of link tokens; every comparison takes the same time.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

export const linkLifeMs = 10 * 60 * 1000;
const maxOpenLinks = 32;

export interface Session {
  readonly token: string;
  isSessionToken(candidate: string): boolean;
  /** A new link token. Mint sparingly: beyond 32 open ones the oldest is forgotten. */
  mintLink(): string;
  /** True once for each minted token, while it is fresh. */
  redeemLink(candidate: string): boolean;
}

export function createSession(nowMs: () => number): Session {
  const token = newToken();
  const tokenDigest = digest(token);
  let links: { digest: Buffer; goodUntil: number }[] = [];
  return {
    token,
    isSessionToken: (candidate) => timingSafeEqual(digest(candidate), tokenDigest),
    mintLink() {
      const link = newToken();
      links = [...links, { digest: digest(link), goodUntil: nowMs() + linkLifeMs }].slice(-maxOpenLinks);
      return link;
    },
    redeemLink(candidate) {
      const wanted = digest(candidate);
      const fresh = links.filter((link) => link.goodUntil > nowMs());
      const left = fresh.filter((link) => !timingSafeEqual(link.digest, wanted));
      links = left;
      return left.length < fresh.length;
    },
  };
}

function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Of equal length whatever comes in, so that the comparison cannot tell lengths apart either. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
