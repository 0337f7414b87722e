/** The unit tests' throw-away PostgreSQL server, in a process of its own that ends with its input. */
import { spawn } from "node:child_process";
import { join } from "node:path";

export interface ThrowawayPostgres {
  /** For `connections` of `dagwright.json`. */
  readonly connection: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, "..");
const program = `import { startPostgres } from "./src-main/warehouse/test-postgres.ts";
const server = await startPostgres();
console.log(JSON.stringify(server.spec));
process.stdin.resume().on("end", () => void server.stop());`;

export async function throwawayPostgres(): Promise<ThrowawayPostgres> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      if (text.includes("\n")) resolve(text);
    });
    void ended.then(() => reject(new Error("PostgreSQL did not start")));
  });
  const { host, port, database, user, password } = JSON.parse(line) as Record<string, unknown>;
  return {
    connection: { kind: "postgres", host, port, database, user, password },
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}
