/** Pages of this machine's runs: as a list, and with the state of every task of each. Only reads. */
import type { RunGridFilter, RunGridPage } from "../../shared/contract/grid.ts";
import type { RunListFilter, RunPage } from "../../shared/contract/runs.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import type { DagVersion, RunCursor, RunRow, Store } from "../ports/store.ts";
import type { RunImages } from "./images.ts";

const listed = 100;
const inGrid = 50;

export function pageOfRuns(store: Store, { cursor, limit = listed, ...filter }: RunListFilter): RunPage {
  const { runs, next } = store.runs.page({ ...filter, limit, after: placeOf(cursor) });
  return { runs: runs.map(plainRun), more: next !== null, cursor: textOf(next) };
}

export function pageOfGrid({ store, images }: { readonly store: Store; readonly images: RunImages }, { cursor, limit = inGrid, ...filter }: RunGridFilter): RunGridPage {
  const { runs, next } = store.runs.page({ ...filter, limit, after: placeOf(cursor) });
  const tasks: RunGridPage["tasks"] = [];
  const places = new Map<string, number>();
  const placeIn = (id: string, kind: string): number => {
    const known = places.get(id);
    if (known !== undefined) return known;
    places.set(id, tasks.length);
    return tasks.push({ id, kind }) - 1;
  };
  const versions = [...new Set(runs.map(({ versionId }) => versionId))].map((id) => ({ id, tasks: images.version(id).version.dag.tasks.map((task) => placeIn(task.id, task.kind)) }));
  return { tasks, versions, runs: runs.map((row) => ({ run: numberedRun(row, images.version(row.versionId).version), ...store.tasks.gridOf(row.key, row.queuedAt) })), cursor: textOf(next) };
}

/** As it stands in the address of the next page: nobody else reads it. */
function textOf(cursor: RunCursor | null): string | null {
  return cursor === null ? null : `${cursor.queuedAt}.${cursor.key}`;
}

function placeOf(text: string | undefined): RunCursor | undefined {
  if (text === undefined) return undefined;
  const [, queuedAt, key] = /^(\d{1,16})\.(\d{1,16})$/.exec(text) ?? [];
  if (queuedAt === undefined || key === undefined) throw new AppError("input/invalid", `Cursor "${text}": is none that a page of runs ended with; use the one of the page before.`, { cursor: text });
  return { queuedAt: Number(queuedAt), key: Number(key) };
}

/** With the number of its version, which stands with the version alone. */
export function numberedRun(row: RunRow, { number }: Pick<DagVersion, "number">): RunSummary {
  return { ...plainRun(row), ...(number === null ? {} : { versionNumber: number }) };
}

export function plainRun({ key: _key, versionId: _version, selection: _selection, record: _record, ...summary }: RunRow): RunSummary {
  return summary;
}
