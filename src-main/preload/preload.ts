/**
 * The bridge: one call, one way to listen, and the engine's port handed to the page. It holds no logic and no secrets.
 * Requests and answers are plain data: what JSON cannot carry does not pass.
 */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import { enginePortMessage, hostCallChannel, hostEventChannel } from "../../shared/contract/host-wire.ts";

const listeners = new Map<string, Set<(payload: unknown) => void>>();

contextBridge.exposeInMainWorld("host", {
  async call(channel: unknown, input: unknown): Promise<unknown> {
    const text = toJson(input);
    if (text === undefined) return { ok: false, error: { code: "input/invalid", message: "Host call: the input is not plain data.", details: {} } };
    return ipcRenderer.invoke(hostCallChannel, String(channel), text);
  },
  pathOf(file: unknown): string {
    if (!(file instanceof File)) return "";
    // Older runtimes have no `webUtils`; there the path stands on the file itself.
    return webUtils?.getPathForFile(file) ?? String(Reflect.get(file, "path") ?? "");
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

function toJson(input: unknown): string | undefined {
  try {
    return JSON.stringify(input);
  } catch {
    return undefined;
  }
}
