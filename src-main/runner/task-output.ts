/**
 * The one pipe that carries an attempt's stdout and stderr, in arrival order, into its log. A stream object is made only for tasks that
 * live longer than a moment: what a short task printed waits in the pipe (64 KB) and is drained when it ends, which saves a
 * third of the runner's work per no-op. All streams read into one shared buffer, so a flood cannot grow memory.
 */
import { closeSync, readSync } from "node:fs";
import { Socket } from "node:net";
import { openReader, type FifoStore } from "./fifo-store.ts";

const streamAfterMs = 3;
const shared = Buffer.allocUnsafeSlow(64 * 1024);
/** A process that outlived its task may print for ever: reading at its end stops here. */
const drainLimit = 8 * 1024 * 1024;

export interface TaskOutput {
  /** For the task to open for writing. */
  readonly path: string;
  /** Reads what is there. True if nobody can write any more; false if somebody still holds the pipe. */
  drain(): boolean;
  /** Calls back when the last writer is gone. */
  onEnd(call: () => void): void;
  /** Stops reading; whoever still writes gets SIGPIPE. */
  close(): void;
}

export function openTaskOutput(fifos: FifoStore, onChunk: (chunk: Buffer) => void): TaskOutput {
  const path = fifos.take();
  const fd = openReader(path);
  let socket: Socket | null = null;
  let ended = false;
  let closed = false;
  let notify = (): void => {};
  const end = (): void => {
    ended = true;
    notify();
  };
  const stream = (): void => {
    if (closed) return;
    const callback = (bytes: number): boolean => {
      onChunk(shared.subarray(0, bytes));
      return true;
    };
    socket = new Socket({ fd, readable: true, writable: false, onread: { buffer: shared, callback } } as ConstructorParameters<typeof Socket>[0]);
    socket.on("end", end).on("error", end).resume();
  };
  const timer = setTimeout(stream, streamAfterMs);
  return {
    path,
    drain() {
      for (let total = 0; !ended && total < drainLimit; ) {
        const got = tryRead(fd);
        if (got === null) return false;
        if (got === 0) ended = true;
        else onChunk(shared.subarray(0, got));
        total += got;
      }
      return ended;
    },
    onEnd: (call) => (notify = call),
    close() {
      if (closed) return;
      closed = true;
      clearTimeout(timer);
      if (socket) socket.destroy();
      else closeSync(fd);
      if (!ended) fifos.drop(path);
      else if (socket) socket.once("close", () => fifos.giveBack(path));
      else fifos.giveBack(path);
    },
  };
}

/** Bytes read, 0 at the end, null when there is nothing now. */
function tryRead(fd: number): number | null {
  try {
    return readSync(fd, shared, 0, shared.length, null);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return null;
    return 0;
  }
}
