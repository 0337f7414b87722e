/**
 * The door of an engine that only looks: what reads passes, what acts is refused with one message, whoever calls. Each procedure of the contract is
 * named here, so that a new one has to say what it is. What the newer version stored and this one cannot make sense of is said to be that.
 */
import { mapEventIterator, ORPCError } from "@orpc/client";
import type { OpenDocument } from "../../shared/contract/documents.ts";
import type { Contract } from "../../shared/contract/contract.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { isErrorCode } from "../../shared/errors/codes.ts";
import type { Reading } from "../../shared/model/reading.ts";
import type { Log } from "../ports/machine.ts";
import { isStream } from "./rpc/rpc-server.ts";

/** `acts` is also what starts a process, asks a database, or writes a file of the workspace. */
type Manner = "reads" | "acts";
type Manners = { readonly [Area in keyof Contract]: { readonly [Verb in keyof Contract[Area]]: Manner } };

const manners: Manners = {
  engine: { info: "reads", ping: "reads", events: "reads" },
  health: { read: "reads" },
  pools: { list: "reads", set: "acts" },
  dags: { list: "reads", get: "reads", setSchedule: "acts", render: "reads", renderDraft: "reads", renderText: "reads", advise: "reads", sqlTexts: "reads", usesOf: "reads" },
  documents: { open: "reads", draft: "acts", save: "acts", drafts: "reads", versions: "reads", version: "reads", moved: "reads", create: "acts", rename: "acts", delete: "acts" },
  files: { list: "reads", mentions: "reads" },
  runs: { start: "acts", list: "reads", get: "reads", task: "reads", instances: "reads", version: "reads", waiting: "reads", cancel: "acts", clear: "acts", mark: "acts", log: "reads", followLog: "reads" },
  messages: { channels: "reads", ofRun: "reads", test: "acts" },
  deadlines: { list: "reads" },
  acts: { plan: "acts", perform: "acts", cancel: "acts", undo: "acts", setNote: "acts", notes: "reads" },
  audit: { list: "reads", get: "reads" },
  backfills: { plan: "acts", start: "acts", list: "reads", get: "reads", pause: "acts", resume: "acts", cancel: "acts" },
  capsules: { plan: "reads", export: "acts", beginUpload: "acts", upload: "acts", open: "acts", list: "reads", reopen: "acts", close: "acts", forget: "acts", manifest: "reads", rows: "reads", dag: "reads", replayPlan: "acts", replay: "acts", incident: "reads" },
  runGraph: { drawing: "reads", history: "reads" },
  grid: { read: "reads" },
  time: { tries: "reads", days: "reads", durations: "reads", runs: "reads", tasks: "reads", window: "reads" },
  logs: { failure: "reads", watch: "reads", lines: "reads", line: "reads", groups: "reads", seek: "reads", find: "reads", save: "reads" },
  taskUsage: { before: "reads" },
  tries: { start: "acts", cancel: "acts", list: "reads", state: "reads", forget: "acts", pin: "acts", editPin: "acts", columns: "acts", outputs: "reads" },
  warehouse: { connections: "reads", test: "acts", catalog: "acts", rows: "acts", profile: "acts" },
  sql: { run: "acts", cancel: "acts", page: "acts", cell: "acts", release: "acts", explain: "acts", export: "acts", chart: "acts", find: "acts", compare: "acts", profile: "acts", history: "reads", forgetHistory: "acts" },
  find: { names: "reads", search: "reads" },
  compare: { runs: "reads", logs: "reads", lastGood: "reads" },
  schedules: { forecast: "reads", setPaused: "acts", plan: "reads", traces: "reads" },
  retention: { preview: "reads", runs: "reads", run: "acts", cancel: "acts", work: "reads", rules: "reads", setRules: "acts" },
  archive: { list: "reads", search: "acts", get: "acts" },
  history: { status: "reads", compact: "acts", cancel: "acts" },
  backups: { list: "reads", make: "acts" },
  queues: { get: "reads", events: "reads", set: "acts" },
  assets: { list: "reads", names: "reads", get: "reads", ofDag: "reads", emit: "acts" },
  settings: { get: "reads", set: "acts" },
};

/** A name that is none of the contract's acts. */
export function mannerOf(path: readonly string[]): Manner {
  const [area = "", verb = ""] = path;
  const verbs: Readonly<Record<string, Manner>> | undefined = Object.hasOwn(manners, area) ? manners[area as keyof Manners] : undefined;
  return verbs !== undefined && Object.hasOwn(verbs, verb) ? (verbs[verb] ?? "acts") : "acts";
}

/** Every procedure with its manner, as `area.verb`. */
export const allManners: readonly (readonly [name: string, manner: Manner])[] = Object.entries(manners).flatMap(([area, verbs]) => Object.entries(verbs as Record<string, Manner>).map(([verb, manner]) => [`${area}.${verb}`, manner] as const));

export function readingDoor(reading: Reading, log: Log) {
  return async <Result extends { output: unknown }>({ path, next }: { readonly path: readonly string[]; readonly next: () => Result | PromiseLike<Result> }): Promise<Result> => {
    const name = path.join(".");
    if (mannerOf(path) === "acts") throw refusal(reading, name);
    try {
      const result = await next();
      if (!isStream(result.output)) return result;
      return { ...result, output: mapEventIterator(result.output, { value: async (item: unknown) => item, error: async (thrown) => told(thrown, { reading, name, log }) }) };
    } catch (thrown) {
      throw told(thrown, { reading, name, log });
    }
  };
}

/** A document that cannot be saved, with the reason. */
export function withReading(document: OpenDocument, reading: Reading | null): OpenDocument {
  return reading === null ? document : { ...document, readOnly: `${whyOnlyReading(reading)} Its files are not changed either.` };
}

function refusal(reading: Reading, name: string): AppError {
  return new AppError("workspace/read-only", `${whyOnlyReading(reading)} Nothing can be run or changed.`, { procedure: name, schema: reading.schema, known: reading.known });
}

function whyOnlyReading({ schema, known, writtenBy }: Reading): string {
  if (schema <= known) return "This workspace is open for reading only.";
  return `This workspace is open for reading only, because ${writtenBy === null ? "a newer Dagwright" : `Dagwright ${writtenBy}`} wrote its state (schema ${schema}, this one knows ${known}).`;
}

/** Coded errors say themselves what is wrong; what nobody foresaw, and rows that do not unpack, are of a version that is not known here. */
function told(thrown: unknown, { reading, name, log }: { reading: Reading; name: string; log: Log }): unknown {
  if (reading.schema <= reading.known) return thrown;
  if (thrown instanceof AppError ? thrown.code !== "store/damaged" : thrown instanceof ORPCError && isOfCaller(thrown)) return thrown;
  log.warn(`${name}: what a newer version stored is not understood`, { reason: messageOf(thrown) });
  return new AppError("store/newer", `${name}: what the newer Dagwright stored there is not understood by this one (schema ${reading.schema}, this one knows ${reading.known}); look at it with the version that wrote it.`, { procedure: name });
}

function isOfCaller(thrown: ORPCError<string, unknown>): boolean {
  return thrown.code === "BAD_REQUEST" || isErrorCode(thrown.code);
}
