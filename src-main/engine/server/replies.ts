/** The refusals of the loopback server: one short text each, the same for every cause, so that nothing leaks. */
import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { securityHeaders } from "./security-headers.ts";

const words: Readonly<Record<number, string>> = {
  400: "Bad request.",
  401: "Not signed in. Open the link that `dagwright serve` printed; each link works once. `dagwright serve` prints a new one.",
  403: "Refused.",
  404: "Not found.",
  405: "Method not allowed.",
  408: "Too slow.",
  413: "Too large.",
  431: "Headers too large.",
};

export function refuse(response: ServerResponse, status: number, said = words[status] ?? "Refused."): void {
  const body = `${said}\n`;
  response.writeHead(status, { ...securityHeaders(), "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", Connection: "close" });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** The same before there is a response object: upgrades, CONNECT, broken requests. */
export function refuseRaw(socket: Duplex, status: number): void {
  if (!socket.writable) return void socket.destroy();
  const body = `${words[status] ?? "Refused."}\n`;
  const headers = Object.entries(securityHeaders()).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${status} ${reasonOf(status)}\r\n${headers.join("")}Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

function reasonOf(status: number): string {
  return (words[status] ?? "Refused").split(".")[0] ?? "Refused";
}

