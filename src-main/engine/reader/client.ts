/** The engine's side of the thread that reads long DAG files: one file at a time. It is started for the first and ended after the last, and its memory with it. */
import { Worker } from "node:worker_threads";
import { messageOf } from "../../../shared/errors/app-error.ts";
import type { ReadElsewhere } from "../../services/long-files.ts";
import { type DagFile, unreadFile } from "../../services/read-dag-file.ts";
import { type FromReader, SlicedFile, type ToReader } from "./protocol.ts";

/** A file that asks for more is not read; the longest that are taken need about half of it. */
const mostMemoryMb = 1_500;
/** Whoever saves a file may do so again. */
const idleMs = 5_000;

export interface LongReader {
  readonly read: ReadElsewhere;
  close(): Promise<void>;
}

const notRead = (why: string): string => `The file could not be read: ${why.replace(/\.$/, "")}. Save it again to have it read once more.`;

interface Asked {
  readonly path: string;
  readonly sliced: SlicedFile;
  readonly resolve: (file: DagFile) => void;
}

export function createLongReader(entry: string, workspace: string): LongReader {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | null = null;
  let asked: Asked | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function started(): Worker {
    if (idle !== null) clearTimeout(idle);
    if (worker !== null) return worker;
    const made = new Worker(entry, { name: "reader", resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb } });
    made.on("message", (message: FromReader) => receive(made, message));
    made.on("error", (error: Error) => lost(made, error.message));
    made.on("exit", () => lost(made, "its reader ended"));
    worker = made;
    return made;
  }

  function receive(from: Worker, message: FromReader): void {
    if (asked === null || from !== worker) return;
    if ("error" in message) return settle(unreadFile(asked.path, message.error));
    if ("rest" in message) return settle(asked.sliced.with(message.rest));
    asked.sliced.take(message);
    from.postMessage(null satisfies ToReader);
  }

  function lost(which: Worker, why: string): void {
    if (which !== worker) return;
    worker = null;
    if (asked !== null) settle(unreadFile(asked.path, notRead(why)));
  }

  function settle(file: DagFile): void {
    asked?.resolve(file);
    asked = null;
    idle = setTimeout(() => void end("it is not needed"), idleMs);
    idle.unref();
  }

  async function end(why: string): Promise<void> {
    const ending = worker;
    if (ending !== null) lost(ending, why);
    if (idle !== null) clearTimeout(idle);
    await ending?.terminate();
  }

  function readNow(path: string, text?: string): Promise<DagFile> {
    return new Promise((resolve) => {
      asked = { path, sliced: new SlicedFile(), resolve };
      try {
        started().postMessage({ workspace, path, text } satisfies ToReader);
      } catch (error) {
        settle(unreadFile(path, notRead(messageOf(error))));
      }
    });
  }

  return {
    read(path, text) {
      const reading = last.then(() => (isClosed ? unreadFile(path, "The file could not be read: the engine ends.") : readNow(path, text)));
      last = reading;
      return reading;
    },
    async close() {
      isClosed = true;
      await end("the engine ends");
    },
  };
}
