/**
 * The SQL host process: a child of the engine. It answers requests on its IPC channel and lives no longer than the
 * channel: when that closes it kills itself, because an orderly exit would wait for queries that still run, and the
 * DuckDB file stays locked until the process is gone. Both databases recover from that by design.
 */
import { createHost } from "./host.ts";
import type { FromHost, ToHost } from "./protocol.ts";

function endNow(): void {
  process.kill(process.pid, "SIGKILL");
}

function send(message: FromHost): void {
  if (process.connected) process.send?.(message);
}

const host = createHost(send, { resultsFolder: process.argv[2] ?? `${process.cwd()}/.dagwright/results` });
process.on("disconnect", endNow);
// Ctrl+C in a terminal reaches the whole group; the engine decides what it means.
process.on("SIGINT", () => {});
process.on("message", (message: ToHost) => {
  if (message.type === "close") void host.close().finally(endNow);
  else host.receive(message);
});
send({ type: "ready" });
