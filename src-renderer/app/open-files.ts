/** Opens files of the workspace: what was dropped on the window, double-clicked in the system's file manager, or named to the program. */
import { notifications } from "@mantine/notifications";
import { create } from "zustand";
import { askAgain } from "../rpc/ask-again.ts";
import type { EngineClient } from "../rpc/client.ts";
import { toFailure } from "../rpc/failure.ts";
import { t } from "../strings/t.ts";
import type { Host } from "./host.ts";
import { isCapsuleName } from "../../shared/capsule/manifest.ts";
import { askCapsule } from "./capsule-asked.ts";
import { encodingOf, kindOfFile, type DataFile } from "./shown-files.ts";
import { openToStay } from "./use-halves.ts";

const searchedFolders = 200;
const scanLookMs = 250;

/** The data file whose use is being asked for. */
export const useOfferedData = create<{ readonly data: DataFile | null }>(() => ({ data: null }));

/** Tells why where it cannot. @param path relative to the workspace */
export async function openFile(path: string, client: EngineClient): Promise<void> {
  const kind = kindOfFile(path);
  if (kind === "query") return openToStay({ page: "sql", path });
  if (kind === "data") return useOfferedData.setState({ data: { path } });
  try {
    const dagId = await dagInFile(path, client);
    openToStay(dagId === null ? { page: "dags" } : { page: "dag", dagId });
  } catch (thrown) {
    notOpened(path, toFailure(thrown).message);
  }
}

/** Waits for a scan of the workspace that may still come to it. Null: there is none. */
async function dagInFile(path: string, client: EngineClient): Promise<string | null> {
  const { dags, scan } = await askAgain(() => client.dags.list({}));
  const dag = dags.find((summary) => summary.file === path);
  if (dag !== undefined) return dag.dagId;
  if (scan == null) return null;
  await new Promise((resolve) => setTimeout(resolve, scanLookMs));
  return dagInFile(path, client);
}

function notOpened(file: string, message: string): void {
  notifications.show({ color: "red", title: t("{{file}} was not opened", { file }), message, autoClose: 12_000 });
}

export async function openDropped(files: readonly File[], host: Host, client: EngineClient): Promise<void> {
  const capsules = files.filter(({ name }) => isCapsuleName(name));
  if (capsules.length > 0) askCapsule({ kind: "open", files: capsules });
  for (const file of files.filter((each) => !capsules.includes(each))) {
    try {
      await openOne(file, host, client);
    } catch (thrown) {
      notOpened(file.name, toFailure(thrown).message);
    }
  }
}

async function openOne(file: File, host: Host, client: EngineClient): Promise<void> {
  const kind = kindOfFile(file.name);
  if (kind === null) return refuse(file, t("Files that open here are .dag.yaml, .sql, .csv, .tsv, .parquet, .json, .jsonl, .ndjson and .dagwright-run."));
  const found = await placeOf(file, host, client);
  if (found === null) return;
  if ("refused" in found) return refuse(file, found.refused);
  if (kind === "data") return useOfferedData.setState({ data: await lookedInto(file, found.path) });
  return openFile(found.path, client);
}

/** Where a file of data that was dropped lies in the workspace, and how it is read; else the reason why it is not to be had. */
export async function droppedData(file: File, host: Host, client: EngineClient): Promise<DataFile | { readonly refused: string }> {
  try {
    const found = await placeOf(file, host, client);
    if (found === null) return { refused: t("It is open in another window.") };
    return "refused" in found ? found : await lookedInto(file, found.path);
  } catch (thrown) {
    return { refused: toFailure(thrown).message };
  }
}

/** Null: another window shows it. */
async function placeOf(file: File, host: Host, client: EngineClient): Promise<{ readonly path: string } | { readonly refused: string } | null> {
  if (host.kind === "desktop") {
    const path = await host.droppedFile(file);
    return path === null ? null : { path };
  }
  const [path, ...more] = await findInWorkspace(file, client);
  if (path === undefined) return { refused: t("It is not in this workspace. A browser does not say where a file lies: copy it into the workspace's folder first.") };
  return more.length === 0 ? { path } : { refused: t("There are several of that name and size in this workspace: {{value}}.", { value: [path, ...more].slice(0, 4).join(", ") }) };
}

const lookedAt = 1024 * 1024;

async function lookedInto(file: File, path: string): Promise<DataFile> {
  return { path, encoding: encodingOf(new Uint8Array(await file.slice(0, lookedAt).arrayBuffer())) };
}

function refuse(file: File, message: string): void {
  notOpened(file.name, message);
}

/** Files of the same name and size, nearest to the top first. */
async function findInWorkspace(file: File, client: EngineClient): Promise<string[]> {
  const found: string[] = [];
  const folders = [""];
  for (let at = 0; at < folders.length && at < searchedFolders; at += 1) {
    const { entries } = await client.files.list({ folder: folders[at] ?? "" });
    for (const entry of entries) {
      if (entry.kind === "folder") folders.push(entry.path);
      else if (entry.name === file.name && entry.size === file.size) found.push(entry.path);
    }
  }
  return found;
}
