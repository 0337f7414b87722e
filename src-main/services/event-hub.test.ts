import { describe, expect, it } from "vitest";
import type { EngineEvent } from "../../shared/contract/engine.ts";
import { createEventHub, type EventHub, type NewEvent } from "./event-hub.ts";
import { HandClock } from "./test-world.ts";

const dags = (id: string): NewEvent => ({ kind: "dags", dagIds: [id] });

function hub(): { clock: HandClock; events: EventHub } {
  const clock = new HandClock();
  return { clock, events: createEventHub(clock, "me") };
}

async function first(events: EventHub, after?: number, instanceId?: string): Promise<EngineEvent[] | null> {
  const stop = new AbortController();
  const stream = events.subscribe(after, instanceId, stop.signal);
  setTimeout(() => stop.abort(), 20);
  const next = await stream.next();
  return next.done ? null : next.value;
}

describe("event hub", () => {
  it("tells a newcomer, and whoever comes from another engine, to read everything anew", async () => {
    const { events } = hub();
    events.publish([dags("a"), dags("b")]);
    expect(await first(events)).toEqual([{ kind: "reset", seq: 2, instanceId: "me" }]);
    expect(await first(events, 2, "other")).toEqual([{ kind: "reset", seq: 2, instanceId: "me" }]);
    expect(await first(events, 7, "me")).toEqual([{ kind: "reset", seq: 2, instanceId: "me" }]);
    expect(await first(hub().events)).toEqual([{ kind: "reset", seq: 0, instanceId: "me" }]);
  });

  it("gives what was missed, and nothing to who missed nothing", async () => {
    const { events } = hub();
    events.publish([dags("a"), dags("b"), dags("c")]);
    expect((await first(events, 1, "me"))?.map((event) => event.seq)).toEqual([2, 3]);
    expect(await first(events, 3, "me")).toBeNull();
  });

  it("keeps a bounded past", async () => {
    const { events } = hub();
    for (let n = 0; n < 30_000; n += 1) events.publish([dags(`${n}`)]);
    expect((await first(events, 100, "me"))?.[0]?.kind).toBe("reset");
    expect((await first(events, 29_990, "me"))?.length).toBe(10);
  });

  it("forgets nearly all of the past when it is trimmed, and nothing of the latest", async () => {
    const { events } = hub();
    for (let n = 0; n < 900; n += 1) events.publish([dags(`${n}`)]);
    expect((await first(events, 100, "me"))?.length).toBe(800);
    events.trim();
    expect((await first(events, 100, "me"))?.[0]?.kind).toBe("reset");
    expect((await first(events, 890, "me"))?.map((event) => event.seq)).toEqual([891, 892, 893, 894, 895, 896, 897, 898, 899, 900]);
    events.publish([dags("next")]);
    expect((await first(events, 900, "me"))?.map((event) => event.seq)).toEqual([901]);
  });

  it("takes a very large batch at once", () => {
    const { events } = hub();
    const batch = Array.from({ length: 300_000 }, (_, n) => dags(`${n}`));
    void events.subscribe(0, "me", undefined).next();
    expect(() => events.publish(batch)).not.toThrow();
  });

  it("keeps little for a subscriber who does not listen: it has to read everything anew", async () => {
    const { events, clock } = hub();
    const stop = new AbortController();
    const stream = events.subscribe(0, "me", stop.signal);
    await stream.next();
    for (let n = 0; n < 50_000; n += 1) events.publish([dags(`${n}`)]);
    const next = stream.next();
    clock.advance(16);
    const batch = (await next).value as EngineEvent[];
    expect(batch.length).toBeLessThanOrEqual(5_001);
    expect(batch[0]?.kind).toBe("reset");
    expect(batch.at(-1)?.seq).toBe(50_000);
    stop.abort();
  });

  it("keeps only the latest of a run in a batch", async () => {
    const { events } = hub();
    const task = (state: string): NewEvent => ({ kind: "tasks", dagId: "d", runId: "r", tasks: [{ taskId: state === "success" ? "b" : "a", state }] }) as unknown as NewEvent;
    events.publish([dags("x"), task("queued"), task("running"), task("success")]);
    const batch = await first(events, 1, "me");
    expect(batch).toHaveLength(1);
    expect(batch?.[0]).toMatchObject({ seq: 4, tasks: [{ taskId: "a", state: "running" }, { taskId: "b", state: "success" }] });
  });

  it("does not let one bad listener harm the others", () => {
    const { events } = hub();
    const heard: number[] = [];
    events.tap(() => {
      throw new Error("bad");
    });
    events.tap((batch) => void heard.push(batch.length));
    expect(() => events.publish([dags("a")])).not.toThrow();
    expect(heard).toEqual([1]);
  });
});
