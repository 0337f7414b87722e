/** The thread that reads long DAG files, as the engine would. It only answers; whoever started it ends it. */
import { parentPort } from "node:worker_threads";
import { messageOf } from "../../../shared/errors/app-error.ts";
import { openWorkspace } from "../../platform/workspace-folder.ts";
import { type DagFile, readDagBytes, readDagFile } from "../../services/read-dag-file.ts";
import { type FromReader, slicesOf, type ToReader } from "./protocol.ts";

let slices: Iterator<FromReader> = [][Symbol.iterator]();

parentPort?.on("message", (message: ToReader) => {
  try {
    if (message !== null) slices = slicesOf(read(message));
    const next = slices.next();
    if (next.done !== true) say(next.value);
  } catch (error) {
    say({ error: messageOf(error) });
  }
});

function read({ workspace, path, text }: NonNullable<ToReader>): DagFile {
  return text === undefined ? readDagFile(openWorkspace(workspace), path) : readDagBytes(openWorkspace(workspace), path, Buffer.from(text));
}

function say(message: FromReader): void {
  parentPort?.postMessage(message);
}
