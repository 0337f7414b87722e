import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../platform/system-clock.ts";
import { logFiles } from "../runner/log-reader.ts";
import { Logs } from "./logs.ts";
import { createWorld, type World } from "./test-world.ts";

const place = { dagId: "d", runId: "r", taskId: "a", tryNumber: 1 };
let world: World;
let logs: Logs;
let watching = 0;

beforeEach(() => {
  world = createWorld({ d: 'tasks:\n  a: { config_type: BashTask, bash: "true" }\n  b: { config_type: BashTask, bash: "true", deps: [a] }\n' });
  world.runs.start({ dagId: "d", runId: "r" });
  watching = 0;
  const files: typeof logFiles = {
    read: logFiles.read,
    removeFolder: () => {},
    watch: (path, onChange) => {
      const watcher = logFiles.watch(path, onChange);
      watching += 1;
      return { dispose: () => ((watching -= 1), watcher.dispose()) };
    },
  };
  logs = new Logs({ store: world.store, files, events: world.events, clock: systemClock, dataFolder: world.folder, windows: false });
});
afterEach(() => world.close());

function write(text: string | Uint8Array): void {
  const path = logs.pathOf(place);
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) appendFileSync(path, text);
  else writeFileSync(path, text);
}

async function followed(until: (text: string) => boolean, signal?: AbortSignal): Promise<string> {
  let text = "";
  for await (const chunk of logs.follow(place, 0, signal)) {
    text += chunk.text;
    if (until(text)) break;
  }
  return text;
}

describe("reading a log", () => {
  it("cuts at line ends and never inside of a character, whatever the limit", () => {
    const text = "é€𝄞 first\nsecond 𝄞𝄞𝄞𝄞\nthird €€€";
    write(text);
    world.end("r", "a", "success");
    for (let limit = 1; limit < 40; limit += 1) {
      let seen = "";
      let rounds = 0;
      for (let at = 0; ; rounds += 1) {
        const chunk = logs.read(place, at, limit);
        seen += chunk.text;
        at = chunk.nextOffset;
        if (chunk.complete || rounds > 200) break;
      }
      expect(seen).toBe(text);
    }
  });

  it("from the end begins with a whole line", () => {
    write("one\ntwo €€€€€€\nthree\n");
    world.end("r", "a", "success");
    const chunk = logs.read(place, -20);
    expect(chunk).toMatchObject({ text: "three\n", complete: true });
    expect(chunk.nextOffset - chunk.offset).toBe(6);
    expect(logs.read(place, -1_000).text).toBe("one\ntwo €€€€€€\nthree\n");
  });

  it("passes over bytes that are no text", () => {
    write(Uint8Array.from([0x80, 0x80, 0x80, 0x80, 0xff, 0x0a, 0x61, 0x0a]));
    world.end("r", "a", "success");
    expect(logs.read(place).text.endsWith("\na\n")).toBe(true);
  });
});

describe("following a log", () => {
  it("gives what is written and ends with the try", async () => {
    write("one\n");
    const all = followed(() => false);
    await new Promise((resolve) => setTimeout(resolve, 60));
    write("two\n");
    world.end("r", "a", "success");
    expect(await all).toBe("one\ntwo\n");
    expect(watching).toBe(0);
  });

  it("shows a line that is not ended after a while: a progress bar, a question", async () => {
    write("10 %... 20 €");
    write(Uint8Array.from([0xe2, 0x82]));
    expect(await followed((text) => text !== "")).toBe("10 %... 20 €");
  });

  it("waits for a try that has not begun", async () => {
    const chunks: boolean[] = [];
    const later = (async () => {
      for await (const chunk of logs.follow({ ...place, taskId: "b" })) chunks.push(chunk.complete);
    })();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(chunks).toEqual([]);
    world.end("r", "a", "failed");
    await later;
    expect(chunks).toEqual([true]);
  });

  it("leaves no watcher when it is aborted or left", async () => {
    write("one\n");
    const stop = new AbortController();
    const following = followed(() => false, stop.signal);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(watching).toBe(1);
    stop.abort();
    await following;
    await followed(() => true);
    expect(watching).toBe(0);
  });

  it("makes nothing on the disk for a run that is not there", async () => {
    await expect(logs.follow({ ...place, runId: "nope" }).next()).rejects.toMatchObject({ code: "log/not-found" });
    expect(existsSync(join(world.folder, "logs", "d", "nope"))).toBe(false);
  });
});
