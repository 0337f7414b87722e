/** Chooses how this window reaches its engine: a port from the desktop, or the socket of the page's origin. */
import { portTransport } from "../rpc/port-transport.ts";
import { connectionRefused } from "../rpc/connection-store.ts";
import { pageSession } from "../rpc/resume-session.ts";
import { startRpc, type RunningRpc } from "../rpc/start-rpc.ts";
import { socketAddress, websocketTransport } from "../rpc/websocket-transport.ts";
import { bridgeOf, browserHost, desktopHost, windowPorts, type Host } from "./host.ts";

export function startWindow(win: Window): { host: Host; rpc: RunningRpc } {
  const bridge = bridgeOf(win);
  if (bridge === null) return { host: browserHost(), rpc: startRpc(websocketTransport(socketAddress(win.location), pageSession(win.location.host), connectionRefused)) };
  const transport = portTransport({ source: windowPorts(win), request: () => bridge.call("engine.connect", {}) });
  const rpc = startRpc(transport);
  bridge.on("engine-state", ({ state }) => {
    if (state === "up") {
      transport.askAgain();
      rpc.retryNow();
    } else if (state !== "starting") transport.drop();
  });
  return { host: desktopHost(bridge), rpc };
}
