import { RPCHandler } from "@orpc/server/message-port";
import { os } from "@orpc/server";
import { createORPCClient } from "@orpc/client";
import { afterEach, describe, expect, it } from "vitest";
import { portTransport } from "./port-transport.ts";

/** A desktop with an engine behind real message channels. */
function desktop() {
  let receive: (port: MessagePort) => void = () => undefined;
  const enginePorts: MessagePort[] = [];
  const world = { isUp: true, asked: 0 };
  function connect(answer: string): void {
    const { port1, port2 } = new MessageChannel();
    enginePorts.push(port1);
    const router = { who: os.handler(() => answer), never: os.handler(() => new Promise<string>(() => undefined)) };
    new RPCHandler(router).upgrade(port1, { context: {} });
    port1.start();
    receive(port2);
  }
  const transport = portTransport({
    source: (listener) => {
      receive = listener;
      return () => undefined;
    },
    request: async () => {
      world.asked += 1;
      if (world.isUp) connect(`engine ${world.asked}`);
    },
  });
  return { world, transport, connect, end: () => enginePorts.forEach((port) => port.close()) };
}

type Client = {
  who(): Promise<string>;
  never(): Promise<string>;
}

const signal = new AbortController().signal;
let end = (): void => undefined;
afterEach(() => end());

describe("port transport", () => {
  it("asks the desktop for a port and speaks over it", async () => {
    const { transport, end: close } = desktop();
    end = close;
    const channel = await transport.open(signal);
    expect(await createORPCClient<Client>(channel.link as never).who()).toBe("engine 1");
    channel.close();
  });

  it("fails what is in flight when the engine is known to be gone, and opens anew", async () => {
    const { transport, end: close } = desktop();
    end = close;
    const first = await transport.open(signal);
    const cut = createORPCClient<Client>(first.link as never).never().then(() => "answered", () => "cut");
    await new Promise((done) => setTimeout(done, 10));
    transport.drop();
    expect(await cut).toBe("cut");
    await first.closed;
    const second = await transport.open(signal);
    expect(await createORPCClient<Client>(second.link as never).who()).toBe("engine 2");
    second.close();
  });

  it("closes the old channel when a new port comes unasked", async () => {
    const { transport, connect, world, end: close } = desktop();
    end = close;
    const first = await transport.open(signal);
    connect("restarted");
    await first.closed;
    const second = await transport.open(signal);
    expect([await createORPCClient<Client>(second.link as never).who(), world.asked]).toEqual(["restarted", 1]);
    second.close();
  });

  it("gets its port as soon as a starting engine is up", async () => {
    const { transport, world, end: close } = desktop();
    end = close;
    world.isUp = false;
    const opening = transport.open(signal);
    await new Promise((done) => setTimeout(done, 10));
    world.isUp = true;
    transport.askAgain();
    const channel = await opening;
    expect(await createORPCClient<Client>(channel.link as never).who()).toBe("engine 2");
    channel.close();
  });
});
