/**
 * What a workspace would run, for the dialog that asks for trust: read from the DAG files' text, with bounds, without
 * executing or resolving anything. A file that cannot be read is counted, because what it hides is not known.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";

export interface TrustPreview {
  readonly dagCount: number;
  readonly unreadable: number;
  /** One line a task that runs something: `dag.task: bash: …`. */
  readonly lines: readonly string[];
  /** Tasks beyond those shown. */
  readonly moreTasks: number;
}

const filesAtMost = 500;
const bytesAtMost = 1024 * 1024;
const skippedFolders = new Set(["node_modules", ".git", ".dagwright", ".venv", "venv", "__pycache__"]);

export function previewTrust(workspace: string, linesAtMost = 15): TrustPreview {
  const files = dagFiles(workspace);
  const readings = files.map((file) => taskLines(workspace, file));
  const lines = readings.flatMap((reading) => reading ?? []);
  return {
    dagCount: files.length,
    unreadable: readings.filter((reading) => reading === null).length,
    lines: lines.slice(0, linesAtMost),
    moreTasks: Math.max(0, lines.length - linesAtMost),
  };
}

function dagFiles(folder: string, found: string[] = []): string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name))) {
    if (found.length >= filesAtMost) break;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skippedFolders.has(entry.name)) dagFiles(path, found);
    else if (entry.isFile() && /\.dag\.ya?ml$/i.test(entry.name)) found.push(path);
  }
  return found;
}

function taskLines(workspace: string, file: string): string[] | null {
  if (statSync(file).size > bytesAtMost) return null;
  const dag = readYaml(file);
  if (!isRecord(dag)) return null;
  const tasks = isRecord(dag["tasks"]) ? dag["tasks"] : {};
  const name = typeof dag["dag"] === "string" ? dag["dag"] : relative(workspace, file);
  return Object.entries(tasks).flatMap(([id, task]) => {
    const what = isRecord(task) ? whatRuns(task) : null;
    return what === null ? [] : [oneLine(`${name}.${id}: ${what}`)];
  });
}

function whatRuns(task: Record<string, unknown>): string | null {
  for (const key of ["bash", "python", "sql"]) {
    const value = task[key];
    if (typeof value === "string") return `${key}: ${value}`;
    if (isRecord(value)) return `${key}: ${String(value["file"] ?? value["command"] ?? value["script"] ?? JSON.stringify(value))}`;
  }
  const { url } = task;
  return typeof url === "string" ? `http: ${typeof task["method"] === "string" ? task["method"] : "GET"} ${url}` : null;
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"), { maxAliasCount: 100 });
  } catch {
    return null;
  }
}

/** Control and direction characters are shown as such: they could make a line read as another. */
function oneLine(text: string): string {
  const plain = text.replace(/\s+/g, " ").replace(/[\p{Cc}\p{Cf}]/gu, "\u{fffd}");
  return plain.length > 110 ? `${plain.slice(0, 109)}…` : plain;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
