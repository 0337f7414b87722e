/** The line to a living engine over its private socket. */
import { request } from "node:http";
import { createConnection } from "node:net";
import { RPCLink } from "@orpc/client/websocket";
import { WebSocket } from "ws";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { isOwnSocket } from "../engine/server/socket-address.ts";
import { createEngineClient, type EngineClient } from "./engine-client.ts";

export interface LocalLine {
  readonly client: EngineClient;
  close(): void;
}

const connectMs = 2_000;
const maxFrameBytes = 64 * 1024 * 1024;

/** Null when nobody answers there, or when what lies there is not this user's own socket. */
export async function connectLocal(address: string): Promise<LocalLine | null> {
  if (!isOwnSocket(address)) return null;
  const socket = new WebSocket("ws://localhost/rpc", { createConnection: () => createConnection(address), handshakeTimeout: connectMs, perMessageDeflate: false, maxPayload: maxFrameBytes });
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once("open", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  if (!isOpen) return null;
  socket.on("error", () => {}); // told by the calls that fail with it
  const lost = (thrown: unknown): AppError =>
    new AppError("engine/unavailable", "Engine: it ended while this command was talking to it; see .dagwright/logs/engine.log, then try again.", { cause: messageOf(thrown) });
  const client = createEngineClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }), lost);
  return { client, close: () => socket.terminate() };
}

/** A fresh link to the browser mode of a living engine, after the end of all sessions if so wished; null when it serves none. */
export function mintLink(address: string, signOut: boolean): Promise<string | null> {
  return new Promise((resolve) => {
    const call = request({ socketPath: address, path: signOut ? "/sign-out" : "/link", method: "POST", timeout: connectMs }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      response.on("end", () => resolve(response.statusCode === 200 ? (JSON.parse(text) as { link: string }).link : null));
    });
    call.on("error", () => resolve(null));
    call.on("timeout", () => call.destroy());
    call.end();
  });
}
