import { describe, expect, it } from "vitest";
import { answerWire } from "../../shared/layout/layout-wire.ts";
import { layOut } from "../../shared/layout/lay-out.ts";
import { indexGraph } from "./graph-index.ts";
import type { LayoutQuestion, LayoutWorker } from "./layout-thread.ts";
import { createLayouter } from "./layouter.ts";

const size = { width: 200, height: 56 };
const wish = { size, direction: "LR" as const, parents: new Map<string, string>(), pinned: new Map<string, { x: number; y: number }>() };
const chain = (length: number, name = "t") => indexGraph(Array.from({ length }, (_, at) => ({ id: `${name}${at}`, kind: "SqlTask", deps: at === 0 ? [] : [`${name}${at - 1}`], enabled: true })));
const large = chain(200);

/** A worker that does the real work when it is told to; `started` and `ended` count workers. */
function workers() {
  const log = { started: 0, ended: 0, questions: [] as LayoutQuestion[] };
  let current: LayoutWorker | null = null;
  const start = (): LayoutWorker => {
    log.started += 1;
    current = { onmessage: null, onerror: null, postMessage: (question) => void log.questions.push(structuredClone(question)), terminate: () => (log.ended += 1) };
    return current;
  };
  const answer = (): void => {
    const question = log.questions.shift();
    if (question) current?.onmessage?.({ data: { id: question.id, layout: structuredClone(answerWire(question.wire)) } } as MessageEvent);
  };
  const refuse = (): void => {
    const question = log.questions.shift();
    current?.onmessage?.({ data: { id: question?.id ?? 0, trouble: "no room" } } as MessageEvent);
  };
  const die = (): void => current?.onerror?.({ message: "out of memory" } as ErrorEvent);
  return { log, start, answer, refuse, die };
}

describe("layouter", () => {
  it("lays a small graph out on the spot and asks no worker", () => {
    const { log, start } = workers();
    const layout = createLayouter(start).peek(chain(3), wish);
    expect([layout?.nodes.get("t2"), log.started]).toEqual([{ x: 512, y: 0, ...size }, 0]);
  });

  it("asks the worker once for a large graph, and knows the answer from then on", async () => {
    const { log, start, answer } = workers();
    const layouter = createLayouter(start);
    expect(layouter.peek(large, wish)).toBeNull();
    const both = [layouter.layout(large, wish), layouter.layout(chain(200), wish)];
    expect(log.questions.length).toBe(1);
    answer();
    const [one, other] = await Promise.all(both);
    expect(one).toBe(other);
    expect(layouter.peek(large, wish)).toBe(one);
    expect(one).toEqual({ ...layOut({ nodes: large.tasks.map((task) => ({ id: task.id, ...size })), edges: large.edges }), direction: "LR" });
    expect(layouter.peek(large, { ...wish, direction: "TB" })).toBeNull();
  });

  it("answers the newest question first, one at a time", async () => {
    const { log, start, answer } = workers();
    const layouter = createLayouter(start);
    const done: string[] = [];
    const all = ["a", "b", "c"].map(async (name) => void (await layouter.layout(chain(150, name), wish), done.push(name)));
    for (let asked = 0; asked < 3; asked += 1) {
      expect(log.questions.length).toBe(1);
      answer();
      await new Promise((resolve) => setTimeout(resolve));
    }
    await Promise.all(all);
    expect(done).toEqual(["a", "c", "b"]);
  });

  it("practises until a graph is asked for, and not after one was", async () => {
    const { log, start, answer } = workers();
    const layouter = createLayouter(start);
    layouter.practise();
    const [first] = log.questions;
    expect(first === undefined ? 0 : first.wire.sizes.length / 2).toBeGreaterThan(100);
    const asked = layouter.layout(large, wish);
    answer();
    await new Promise((resolve) => setTimeout(resolve));
    answer();
    expect((await asked).nodes.size).toBe(200);
    const other = workers();
    const busy = createLayouter(other.start);
    const done = busy.layout(large, wish);
    other.answer();
    await done;
    busy.practise();
    expect(other.log.questions).toEqual([]);
  });

  it("tells trouble, forgets it, and goes on", async () => {
    const { start, answer, refuse } = workers();
    const layouter = createLayouter(start);
    const failing = layouter.layout(large, wish);
    refuse();
    await expect(failing).rejects.toThrow("no room");
    const again = layouter.layout(large, wish);
    answer();
    expect((await again).nodes.size).toBe(200);
  });

  it("fails what waits when the worker dies, and starts another for the next question", async () => {
    const { log, start, answer, die } = workers();
    const layouter = createLayouter(start);
    const lost = [layouter.layout(large, wish), layouter.layout(chain(150, "b"), wish)];
    die();
    for (const one of lost) await expect(one).rejects.toThrow("out of memory");
    log.questions.length = 0;
    const next = layouter.layout(large, wish);
    answer();
    await next;
    expect([log.started, log.ended]).toEqual([2, 1]);
  });

  it("arranges with pins and groups, and some tasks alone", async () => {
    const { start, answer } = workers();
    const layouter = createLayouter(start);
    const index = chain(3);
    const request = { nodes: index.tasks.map((task) => ({ id: task.id, ...size })), edges: index.edges, pinned: new Map([["t1", { x: 700, y: 50 }]]), parents: new Map([["t2", "end"]]) };
    const whole = layouter.arrange(request);
    answer();
    expect([(await whole).nodes.get("t1"), [...(await whole).groups.keys()]]).toEqual([{ x: 700, y: 50, ...size }, ["end"]]);
    const part = layouter.arrange({ nodes: request.nodes, edges: request.edges }, { nodes: new Set(["t0", "t1"]), places: (await whole).nodes });
    answer();
    expect([...(await part).nodes.keys()]).toEqual(["t0", "t1"]);
  });
});
