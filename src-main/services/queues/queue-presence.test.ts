import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openWorkspace } from "../../platform/workspace-folder.ts";
import type { Store } from "../../ports/store.ts";
import { DagFiles } from "../dag-files.ts";
import { DagSummaries } from "../dag-summaries.ts";
import { createEventHub } from "../event-hub.ts";
import { readDagFile, type DagFile } from "../read-dag-file.ts";
import { HandClock } from "../test-world.ts";
import { presenceOf, type QueuePresence } from "./queue-presence.ts";

const store = { runs: { list: () => [] }, dagSettings: { listOn: () => [] } } as unknown as Store;
let root: string;
let clock: HandClock;
let dags: DagFiles;
let readings: (() => void)[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-presence-"));
  clock = new HandClock();
  readings = [];
  const real = openWorkspace(root);
  // Reading a file takes two milliseconds, and a long one until the test says so.
  const workspace = { ...real, readBytes: (path: string) => ((clock.at += 2), real.readBytes(path)) };
  const readElsewhere = (path: string): Promise<DagFile> => new Promise((resolve) => readings.push(() => resolve(readDagFile(workspace, path))));
  dags = new DagFiles({ workspace, clock, readElsewhere, summaries: new DagSummaries({ store, clock, events: createEventHub(clock, "test") }) });
});
afterEach(() => {
  dags.close();
  rmSync(root, { recursive: true, force: true });
});

const queued = "queue: { http: true }\n";
const tasks = "tasks:\n  a: { config_type: EmptyTask }\n";
const long = `tasks:\n  a: { config_type: BashTask, bash: "${"x".repeat(1_100_000)}" }\n`;
const write = (file: string, text: string): void => writeFileSync(join(root, `${file}.dag.yaml`), text);
const told = (...dagIds: string[]): QueuePresence[] => dagIds.map((dagId) => presenceOf(dags, dagId));
const answerAll = async (): Promise<void> => {
  for (const answer of readings.splice(0)) answer();
  await new Promise(setImmediate);
};

it.each(["in its first lines", "far down"])("is not known while a long file that says its id %s has its first reading, and known of a DAG that is read", async (where) => {
  write("long", `${where === "far down" ? `# ${"x".repeat(98)}\n`.repeat(1_000) : ""}dag: big\n${queued}${long}`);
  write("other", `dag: free\n${long}`);
  write("d", `dag: d\n${queued}${tasks}`);
  write("plain", `dag: plain\n${tasks}`);
  dags.scan(() => {});
  await new Promise(setImmediate);
  expect(told("big", "free", "d", "plain", "nobody")).toEqual(["unread", "unread", "there", "none", "unread"]);
  await answerAll();
  expect(told("big", "free", "d", "plain", "nobody")).toEqual(["there", "none", "there", "none", "none"]);
});

it("is as the last reading says while a long file is read again", async () => {
  write("long", `dag: big\n${queued}${long}`);
  dags.scan(() => {});
  await new Promise(setImmediate);
  await answerAll();
  write("long", `dag: big\n${long}`);
  dags.forget(["long.dag.yaml"]);
  await new Promise(setImmediate);
  expect(told("big", "nobody")).toEqual(["there", "none"]);
  await answerAll();
  expect(told("big")).toEqual(["none"]);
});

it("is not known of what a look through many files has not come to yet", () => {
  for (let index = 100; index < 300; index += 1) write(`d${index}`, `dag: d${index}\n${queued}${tasks}`);
  dags.scan(() => {});
  expect([told("d100", "d299", "nobody"), dags.found().scan?.total]).toEqual([["there", "unread", "unread"], 200]);
  while (dags.found().scan !== null) clock.advance(10);
  expect(told("d299", "nobody")).toEqual(["there", "none"]);
});

it("is not denied where the file of the DAG is too broken to tell", () => {
  write("d", `dag: d\n${queued}tasks: [`);
  dags.scan(() => {});
  expect(told("d")).toEqual(["there"]);
});
