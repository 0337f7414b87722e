import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClientLink } from "@orpc/client";
import type { Channel, Transport } from "./channel.ts";
import { Connection } from "./connection.ts";

class FakeChannel implements Channel {
  readonly link: ClientLink<Record<never, never>> = { call: async () => undefined };
  readonly closed: Promise<void>;
  close: () => void = () => undefined;

  constructor() {
    this.closed = new Promise((resolve) => {
      this.close = resolve;
    });
  }
}

function setUp(prepare: () => Promise<void> = async () => undefined) {
  const heard: string[] = [];
  const opened: FakeChannel[] = [];
  const world = { reachable: true };
  const transport: Transport = {
    open: async () => {
      if (!world.reachable) throw new Error("refused");
      const channel = new FakeChannel();
      opened.push(channel);
      return channel;
    },
  };
  const connection = new Connection({
    transport,
    listener: { up: () => heard.push("up"), lost: () => heard.push("lost"), down: () => heard.push("down") },
    prepare,
    unavailable: () => new Error("unavailable"),
  });
  return { heard, opened, world, connection };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("connection", () => {
  it("heals by itself after the wire was lost", async () => {
    const { heard, opened, connection } = setUp();
    void connection.run();
    await vi.advanceTimersByTimeAsync(0);
    opened[0]?.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect([heard, opened.length]).toEqual([["up", "lost", "up"], 2]);
    expect(await connection.link(undefined)).toBe(opened[1]?.link);
    connection.stop();
  });

  it("says down after fifteen seconds, goes on trying, and is up again with the engine", async () => {
    const { heard, world, connection } = setUp();
    world.reachable = false;
    void connection.run();
    await vi.advanceTimersByTimeAsync(25_000);
    expect([heard[0], heard.at(-1)]).toEqual(["lost", "down"]);
    world.reachable = true;
    connection.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(heard.at(-1)).toBe("up");
    connection.stop();
  });

  it("serves no call before the live events are heard", async () => {
    let subscribed = (): void => undefined;
    const { connection, opened } = setUp(() => new Promise((resolve) => {
      subscribed = resolve;
    }));
    void connection.run();
    let served = false;
    const call = connection.link(undefined).then(() => {
      served = true;
    });
    await vi.advanceTimersByTimeAsync(100);
    expect([opened.length, served]).toEqual([1, false]);
    subscribed();
    await call;
    expect(served).toBe(true);
    connection.stop();
  });

  it("lets a call wait for a lost wire, but not for ever", async () => {
    const { connection, opened, world } = setUp();
    void connection.run();
    await vi.advanceTimersByTimeAsync(0);
    world.reachable = false;
    opened[0]?.close();
    await vi.advanceTimersByTimeAsync(0);
    const refused = connection.link(undefined).then(() => "served", (thrown: unknown) => String(thrown));
    await vi.advanceTimersByTimeAsync(5000);
    expect(await refused).toBe("Error: unavailable");
    connection.stop();
  });

  it("opens a new channel when the subscription fails on one", async () => {
    let tries = 0;
    const { connection, opened, heard } = setUp(async () => {
      tries += 1;
      if (tries === 1) throw new Error("no events");
    });
    void connection.run();
    await vi.advanceTimersByTimeAsync(1000);
    expect([opened.length, heard]).toEqual([2, ["lost", "up"]]);
    connection.stop();
  });
});
