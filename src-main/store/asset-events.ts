/** Tables asset_event, asset_consumed and run_asset_event: loads of assets, how far DAGs have consumed them, and which runs they called for. */
import type { Database } from "better-sqlite3";
import { AssetEvent } from "../../shared/model/asset.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { AssetStore, NewAssetEvent, WaitingAsset } from "../ports/asset-store.ts";
import { fromJson } from "./json.ts";

interface Row {
  id: number;
  asset: string;
  at: number;
  dag_id: string | null;
  run_id: string | null;
  task_id: string | null;
  map_index: number | null;
  try_number: number | null;
  logical_date: number | null;
  data_interval_start: number | null;
  data_interval_end: number | null;
  rows: number | null;
  told_by: string | null;
  note: string | null;
}

const keptEvents = 1_000;

export function prepareAssets(database: Database): AssetStore {
  const insert = database.prepare(
    `insert into asset_event (asset, at, dag_id, run_id, task_id, map_index, try_number, logical_date, data_interval_start, data_interval_end, rows, told_by, note)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const trim = database.prepare("delete from asset_event where asset = ? and id <= (select id from asset_event where asset = ? order by id desc limit 1 offset ?)");
  return {
    add: (event) => {
      const id = Number(insert.run(...valuesOf(event)).lastInsertRowid);
      trim.run(event.asset, event.asset, keptEvents);
      return id;
    },
    ...prepareConsuming(database),
    ...prepareReading(database),
  };
}

function prepareConsuming(database: Database): Pick<AssetStore, "follow" | "waiting" | "pending" | "consume" | "keepWith" | "ofRun"> {
  const followed = database.prepare<[string], { asset: string }>("select asset from asset_consumed where dag_id = ?");
  const follow = database.prepare("insert or ignore into asset_consumed (dag_id, asset, up_to) values (?, ?, coalesce((select max(id) from asset_event where asset = ?), 0))");
  const forget = database.prepare("delete from asset_consumed where dag_id = ? and asset = ?");
  const waiting = database.prepare<[string], WaitingAsset>(
    `select consumed.asset, count(event.id) as count, max(event.at) as lastAt from asset_consumed as consumed
     left join asset_event as event on event.asset = consumed.asset and event.id > consumed.up_to where consumed.dag_id = ? group by consumed.asset`,
  );
  const open = database.prepare<[string], Row>(
    "select event.* from asset_consumed as consumed join asset_event as event on event.asset = consumed.asset and event.id > consumed.up_to where consumed.dag_id = ?",
  );
  const mark = database.prepare("update asset_consumed set up_to = max(up_to, ?) where dag_id = ?");
  const keep = database.prepare("insert into run_asset_event (run, event, body) values (?, ?, ?)");
  const ofRun = database.prepare<[number], { body: string }>("select body from run_asset_event where run = ? order by event");
  return {
    follow: (dagId, assets) => {
      for (const { asset } of followed.all(dagId)) if (!assets.includes(asset)) forget.run(dagId, asset);
      for (const asset of assets) follow.run(dagId, asset, asset);
    },
    waiting: (dagId) => waiting.all(dagId),
    // Of each asset they lie in order, of all of them they do not; those that wait are few.
    pending: (dagId) =>
      open
        .all(dagId)
        .sort((one, other) => one.id - other.id)
        .map(toEvent),
    consume: (dagId, upTo) => void mark.run(upTo, dagId),
    keepWith: (run, events) => events.forEach((event) => keep.run(run, event.id, JSON.stringify(event))),
    ofRun: (run) => ofRun.all(run).map(({ body }) => fromJson<AssetEvent>(body)),
  };
}

function prepareReading(database: Database): Pick<AssetStore, "newest" | "list"> {
  // One step into the index for each asset, however many events there are.
  const names = database.prepare<[], { asset: string }>(
    `with recursive one (asset) as (select min(asset) from asset_event union all select (select min(asset) from asset_event where asset_event.asset > one.asset) from one where one.asset is not null)
     select asset from one where asset is not null`,
  );
  const last = database.prepare<[string], Row>("select * from asset_event where asset = ? order by id desc limit 1");
  const count = database.prepare<[string], { n: number }>("select count(*) as n from asset_event where asset = ?");
  const list = database.prepare<[string, number], Row>("select * from asset_event where asset = ? order by id desc limit ?");
  const runs = database.prepare<[number], { dagId: string; runId: string }>("select dag_id as dagId, run_id as runId from run_asset_event join dag_run on dag_run.id = run_asset_event.run where run_asset_event.event = ? order by run_asset_event.run");
  return {
    newest: () =>
      names.all().flatMap(({ asset }) => {
        const row = last.get(asset);
        return row === undefined ? [] : [{ event: toEvent(row), count: count.get(asset)?.n ?? 0 }];
      }),
    list: (asset, limit) => list.all(asset, limit).map((row) => ({ event: toEvent(row), runs: runs.all(row.id) })),
  };
}

function valuesOf({ asset, at, from, logicalDate, dataIntervalStart, dataIntervalEnd, rows, by, note }: NewAssetEvent): unknown[] {
  const { dagId = null, runId = null, taskId = null, mapIndex = null, tryNumber = null } = from ?? {};
  return [asset, at, dagId, runId, taskId, mapIndex, tryNumber, logicalDate, dataIntervalStart, dataIntervalEnd, rows, by === null ? null : JSON.stringify(by), note];
}

function toEvent(row: Row): AssetEvent {
  const { dag_id: dagId, run_id: runId, task_id: taskId } = row;
  return {
    ...{ id: row.id, asset: row.asset, at: row.at, rows: row.rows, note: row.note },
    from: dagId === null || runId === null || taskId === null ? null : { dagId, runId, taskId, mapIndex: row.map_index, tryNumber: row.try_number ?? 0 },
    ...{ logicalDate: row.logical_date, dataIntervalStart: row.data_interval_start, dataIntervalEnd: row.data_interval_end },
    by: row.told_by === null ? null : fromJson<Actor>(row.told_by),
  };
}
