/**
 * A throw-away PostgreSQL server for tests: real binaries, a temporary folder, a Unix socket, an unprivileged user.
 * Only tests import this. `findPostgres` says why there is none, so that a skipped test can tell the reason.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ConnectionSpec } from "../ports/sql-host.ts";

const root = "/usr/lib/postgresql";
const password = "s3cret pass'word";

export type FoundPostgres = { readonly bin: string; readonly missing?: never } | { readonly bin?: never; readonly missing: string };

export function findPostgres(): FoundPostgres {
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  const bin = versions.map((version) => join(root, version, "bin")).find((folder) => existsSync(join(folder, "initdb")));
  return bin === undefined ? { missing: `no PostgreSQL server binaries in ${root} (package postgresql)` } : { bin };
}

/** PostgreSQL refuses to run as root: the account it ran under when installed, or nobody. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const lines = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const account = lines.find(([name]) => name === "postgres") ?? lines.find(([name]) => name === "nobody");
  return account === undefined ? {} : { uid: Number(account[2]), gid: Number(account[3]) };
}

export interface TestPostgres {
  readonly spec: Extract<ConnectionSpec, { kind: "postgres" }>;
  stop(): Promise<void>;
}

async function untilReady(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("exit", () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
  server.stderr?.removeAllListeners("data").resume();
}

/** `isDurable` for a measurement: a commit is on the disk when it returns. */
export async function startPostgres({ isDurable = false }: { readonly isDurable?: boolean } = {}): Promise<TestPostgres> {
  const { bin, missing } = findPostgres();
  if (bin === undefined) throw new Error(missing);
  const user = unprivileged();
  const folder = await mkdtemp(join(tmpdir(), "dagwright-pg-"));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid ?? user.uid);
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, `${password}\n`);
  const data = join(folder, "data");
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8" } };
  await promisify(execFile)(join(bin, "initdb"), ["-D", data, "-U", "tester", "-E", "UTF8", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-N"], options);
  const settings = ["listen_addresses=", `fsync=${isDurable ? "on" : "off"}`, "max_connections=60", "log_min_messages=log"].flatMap((setting) => ["-c", setting]);
  const server = spawn(join(bin, "postgres"), ["-D", data, "-k", folder, "-p", "5432", ...settings], { ...options, stdio: ["ignore", "ignore", "pipe"] });
  const killNow = (): void => void server.kill("SIGQUIT");
  process.once("exit", killNow);
  await untilReady(server);
  return {
    spec: { id: "test", kind: "postgres", host: folder, port: 5432, database: "postgres", user: "tester", password, ssl: false, readOnly: false },
    async stop() {
      process.off("exit", killNow);
      const exited = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
