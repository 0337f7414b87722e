/**
 * The parts of the store that are about the tasks of a run, for rows and packed runs alike: a question goes to the database where the run's
 * rows are, be it the file or the one in memory; what writes loosens the run first.
 */
import type { Database } from "better-sqlite3";
import type { Store } from "../../ports/store.ts";
import { prepareAttempts } from "../attempts.ts";
import { prepareComparing } from "../comparing.ts";
import { Gathering } from "../gathering.ts";
import { prepareMapItems } from "../map-items.ts";
import { preparePast } from "../past.ts";
import type { ProcessTexts } from "../process-texts.ts";
import { prepareTasks } from "../task-instances.ts";
import { prepareTimes } from "../times.ts";
import { prepareXComs } from "../xcoms.ts";
import type { PackedTasks } from "./packed-tasks.ts";
import type { Packs } from "./packs.ts";

type Parts = Pick<Store, "tasks" | "attempts" | "xcoms" | "mapItems" | "times" | "comparing" | "past">;

export interface Ground {
  readonly id: string;
  readonly gathering: Gathering;
  readonly texts: ProcessTexts;
  readonly packs: Packs;
  readonly tasks: PackedTasks;
}

export function prepareWhole(database: Database, ground: Ground): Parts {
  const { packs } = ground;
  const rows = prepareParts(database, ground);
  let shown: { readonly database: Database; readonly parts: Parts } | null = null;
  /** Where the rows of the run are. */
  const of = (run: number): Parts => {
    if (!packs.isPacked(run)) return rows;
    const memory = packs.show(run);
    if (shown?.database !== memory) shown = { database: memory, parts: prepareParts(memory, { ...ground, gathering: new Gathering(memory) }) };
    return shown.parts;
  };
  /** The rows of a run that is about to change. */
  const loose = (run: number): Parts => {
    packs.loosen(run);
    return rows;
  };
  return {
    tasks: wholeTasks(rows, of, loose),
    attempts: wholeAttempts(rows, of, loose),
    xcoms: {
      put: (run, ...more) => loose(run).xcoms.put(run, ...more),
      clear: (run, task) => loose(run).xcoms.clear(run, task),
      ofRun: (run, ...more) => of(run).xcoms.ofRun(run, ...more),
      ofTask: (run, task) => of(run).xcoms.ofTask(run, task),
    },
    mapItems: {
      replace: (run, ...more) => loose(run).mapItems.replace(run, ...more),
      get: (run, ...more) => of(run).mapItems.get(run, ...more),
    },
    times: { ...rows.times, triesOf: (run) => of(run).times.triesOf(run), taskDurations: (run) => of(run).times.taskDurations(run) },
    comparing: { ...rows.comparing, facts: (run) => of(run).comparing.facts(run), rendered: (run, ids) => of(run).comparing.rendered(run, ids) },
    past: { ...rows.past, stateAt: (run, task) => of(run).past.stateAt(run, task) },
  };
}

function prepareParts(database: Database, { id, gathering, texts, tasks }: Ground): Parts {
  return {
    tasks: prepareTasks(database, tasks, gathering),
    attempts: prepareAttempts(database, id, texts, gathering),
    xcoms: prepareXComs(database),
    mapItems: prepareMapItems(database),
    times: prepareTimes(database),
    comparing: prepareComparing(database, tasks),
    past: preparePast(database),
  };
}

function wholeTasks({ tasks }: Parts, of: (run: number) => Parts, loose: (run: number) => Parts): Store["tasks"] {
  return {
    insertAll: (run, made) => loose(run).tasks.insertAll(run, made),
    save: (run, ...more) => loose(run).tasks.save(run, ...more),
    insertInstance: (run, ...more) => loose(run).tasks.insertInstance(run, ...more),
    load: (run) => of(run).tasks.load(run),
    loadOne: (run, taskId) => of(run).tasks.loadOne(run, taskId),
    listOf: (run) => of(run).tasks.listOf(run),
    instancesOf: (run, ...more) => of(run).tasks.instancesOf(run, ...more),
    typicalMs: (dagId, taskIds) => tasks.typicalMs(dagId, taskIds),
    gridOf: (run, base) => of(run).tasks.gridOf(run, base),
  };
}

function wholeAttempts({ attempts }: Parts, of: (run: number) => Parts, loose: (run: number) => Parts): Store["attempts"] {
  return {
    begin: (key, at) => loose(key.run).attempts.begin(key, at),
    started: (key, pid, at) => loose(key.run).attempts.started(key, pid, at),
    end: (key, end) => loose(key.run).attempts.end(key, end),
    saveStart: (key, start) => loose(key.run).attempts.saveStart(key, start),
    listOf: (run, task) => of(run).attempts.listOf(run, task),
    rowsLoaded: (key) => of(key.run).attempts.rowsLoaded(key),
    published: (key) => of(key.run).attempts.published(key),
    listOpen: () => attempts.listOpen(),
  };
}
