/** How the engine is, for programs that watch it: well or not for everybody on this machine, the rest for who may know. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import type { HealthReport } from "../../../shared/contract/health.ts";
import { writePrivateFile } from "./engine-record.ts";
import { refuse } from "./replies.ts";
import { securityHeaders } from "./security-headers.ts";

export interface WatchedEngine {
  health(): HealthReport;
  /** Null while figures are not asked for. */
  metrics(): string | null;
  metricsToken(): string;
}

export function sendHealth(report: HealthReport, hasSession: boolean, response: ServerResponse): void {
  const body = JSON.stringify({ status: report.ok ? "ok" : "not ok", ...(hasSession ? report : {}) });
  response.writeHead(report.ok ? 200 : 503, { ...securityHeaders(), "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", "Content-Length": Buffer.byteLength(body) });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** `token` is null where none came. Whoever comes without the right one is told where it lies, and by that it lies there. */
export function sendMetrics(watch: WatchedEngine, token: string | null, response: ServerResponse): void {
  const text = watch.metrics();
  if (text === null) return refuse(response, 404, "The figures are off. The setting `metrics` turns them on.");
  const right = digest(watch.metricsToken());
  if (token === null || !timingSafeEqual(digest(token), right)) return refuse(response, 401, "The figures want their token: send Authorization: Bearer with what is in .dagwright/metrics-token of the workspace.");
  response.writeHead(200, { ...securityHeaders(), "Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store", "Content-Length": Buffer.byteLength(text) }).end(text);
}

/** The same after a restart, so that a collector needs to be told once. Another one is made when the file is gone. */
export function keptToken(file: string): () => string {
  return () => {
    const kept = readOr(file, "").trim();
    if (/^[A-Za-z0-9_-]{43}$/.test(kept)) return kept;
    const made = randomBytes(32).toString("base64url");
    writePrivateFile(file, `${made}\n`);
    return made;
  };
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}

const digest = (token: string): Buffer => createHash("sha256").update(token).digest();
