/**
 * The tokens of a workspace's queues, as digests, in the person's own folder and not in the workspace: one from elsewhere could bring a token
 * that somebody knows, and a copy of it should carry none. Read at each use, so that a token that is made or revoked holds at once.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { QueueTokens } from "../ports/queue-tokens.ts";
import { configFolder } from "./user-folders.ts";

const Kept = z.object({ workspace: z.string(), tokens: z.record(z.string(), z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/), madeAt: z.number() })) });
type Kept = z.infer<typeof Kept>;

export interface QueueTokenFile extends QueueTokens {
  /** A new token, which is not kept and cannot be shown again; the one before is worth nothing from now on. */
  make(dagId: string, now: number): string;
  /** False where there was none. */
  revoke(dagId: string): boolean;
}

/** `workspace`: its real path. A file of another workspace is as none. Throws store/damaged for one that cannot be read. */
export function queueTokens(workspace: string, folder: string = join(configFolder(), "queues")): QueueTokenFile {
  const file = join(folder, `${createHash("sha256").update(workspace).digest("hex").slice(0, 24)}.json`);
  const read = (): Kept["tokens"] => {
    const found = readKept(file);
    return found?.workspace === workspace ? found.tokens : {};
  };
  return {
    dagOf: (token) => {
      const wanted = digest(token);
      // All are compared, whichever fits.
      const fitting = Object.entries(read()).filter(([, kept]) => timingSafeEqual(Buffer.from(kept.digest, "hex"), wanted));
      return fitting[0]?.[0] ?? null;
    },
    madeAt: (dagId) => ownOf(read(), dagId)?.madeAt ?? null,
    make: (dagId, now) => {
      const token = `dwq_${randomBytes(32).toString("base64url")}`;
      write(file, { workspace, tokens: { ...read(), [dagId]: { digest: digest(token).toString("hex"), madeAt: now } } });
      return token;
    },
    revoke: (dagId) => {
      const { [dagId]: gone, ...tokens } = read();
      if (gone === undefined) return false;
      write(file, { workspace, tokens });
      return true;
    },
  };
}

const ownOf = (tokens: Kept["tokens"], dagId: string): Kept["tokens"][string] | undefined => (Object.hasOwn(tokens, dagId) ? tokens[dagId] : undefined);

const digest = (token: string): Buffer => createHash("sha256").update(token).digest();

function readKept(file: string): Kept | null {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return null;
    throw new AppError("store/damaged", `${file}: the tokens of the queues cannot be read (${messageOf(thrown)}); remove it, and make the tokens anew with "dagwright queue token".`, { file }, { cause: thrown });
  }
}

function write(file: string, kept: Kept): void {
  mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flag: "wx", flush: true });
  renameSync(`${file}.new`, file);
}
