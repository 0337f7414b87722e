/** Listening on this machine's own addresses and on no other. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError } from "../../../shared/errors/app-error.ts";

/** A port on 127.0.0.1 and, where the machine has it, the same one on ::1. */
export async function listenOnLoopback(open: () => Server, wanted: number): Promise<[Server, ...Server[]]> {
  for (let round = 1; ; round += 1) {
    const first = await listen(open(), wanted, "127.0.0.1");
    try {
      return [first, await listen(open(), portOf(first), "::1")];
    } catch (error) {
      if (!isTaken(error)) return [first]; // no IPv6 on this machine
      await new Promise((resolve) => first.close(resolve));
      if (wanted !== 0 || round === 5) throw error;
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const message = error.code === "EACCES" ? "needs rights that this user has not; choose one above 1023" : "is in use; choose another, or none for a free one";
      const isPortTrouble = error.code === "EACCES" || error.code === "EADDRINUSE";
      reject(isPortTrouble ? new AppError("input/invalid", `serve: port ${port} on ${host} ${message}.`, { port }, { cause: error }) : error);
    });
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof AppError;
}

/** Throws for every address that another machine could reach. */
export function assertLoopback(host: string): void {
  if (host === "127.0.0.1" || host === "localhost" || host === "::1") return;
  throw new AppError("input/invalid", `serve: address "${host}" could be reached from other machines; only 127.0.0.1, ::1 and localhost are served. Use an SSH tunnel to reach it from elsewhere.`, { host });
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

export function addressOf(server: Server): string {
  return (server.address() as AddressInfo).address;
}
