/**
 * The bridge: one call, one way to listen, and the engine's port handed to the page. It holds no logic and no secrets.
 * Requests and answers are plain data: what JSON cannot carry does not pass.
 */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import { enginePortMessage, hostCallChannel, hostEventChannel } from "../../shared/contract/host-wire.ts";

const droppedChannel = "file.dropped";
const listeners = new Map<string, Set<(payload: unknown) => void>>();

contextBridge.exposeInMainWorld("host", {
  async call(channel: unknown, input: unknown): Promise<unknown> {
    // Only `dropped` below speaks of places on the disk: a page cannot make a file that lies anywhere.
    return String(channel) === droppedChannel ? refused("only a file that was dropped can be named here") : ask(String(channel), input);
  },
  async dropped(file: unknown): Promise<unknown> {
    // Older runtimes have no `webUtils`; there the path stands on the file itself.
    const path = file instanceof File ? (webUtils?.getPathForFile(file) ?? String(Reflect.get(file, "path") ?? "")) : "";
    return path === "" ? refused("it is no file of the disk") : ask(droppedChannel, { path });
  },
  on(event: unknown, listener: unknown): () => void {
    const name = String(event);
    if (typeof listener !== "function") return () => {};
    const call = (payload: unknown): void => void listener(payload);
    const ofEvent = listeners.get(name) ?? new Set();
    listeners.set(name, ofEvent.add(call));
    return () => void ofEvent.delete(call);
  },
});

ipcRenderer.on(hostEventChannel, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

ipcRenderer.on(enginePortMessage, (event) => {
  window.postMessage(enginePortMessage, window.location.origin, event.ports);
});

async function ask(channel: string, input: unknown): Promise<unknown> {
  const text = toJson(input);
  return text === undefined ? refused("the input is not plain data") : ipcRenderer.invoke(hostCallChannel, channel, text);
}

function refused(why: string): unknown {
  return { ok: false, error: { code: "input/invalid", message: `Host call: ${why}.`, details: {} } };
}

function toJson(input: unknown): string | undefined {
  try {
    return JSON.stringify(input);
  } catch {
    return undefined;
  }
}
